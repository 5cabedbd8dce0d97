'use client';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { NETWORKS, type Network } from '#server/device-types/contract.ts';
import type { InstallationWeeks } from '#server/measurements/rules.ts';
import type { Project } from '#server/projects/contract.ts';
import { keptIn } from '#server/projects/rules.ts';
import { LimitsFormDialog } from './limits-form.tsx';

export interface TypeOption {
  id: string;
  name: string;
}

interface ProjectLimitsProps {
  project: Project;
  types: TypeOption[];
  weeks: InstallationWeeks;
  /** Whether its limits are part of its subscription; else who may sets them here. */
  fixed: boolean;
  mayLimit: boolean;
}

/** What may be in it: of each network so many, and of which types. */
export function ProjectLimitsPanel({ project, types, weeks, fixed, mayLimit }: ProjectLimitsProps) {
  const t = useTranslations('organization.projects.limits');
  const all = useTranslations('organization.projects');
  const words = useTranslations('decoders.network');
  const limited = NETWORKS.filter((network) => !isUnlimited(project, network));
  return (
    <Panel
      title={t('title')}
      className="mt-4"
      actions={
        mayLimit && !fixed ? (
          <LimitsFormDialog
            key={String(project.modifiedAt)}
            project={project}
            types={types}
            weeks={weeks}
            trigger={
              <Button size="sm" icon={<SlidersHorizontal aria-hidden="true" />}>
                {t('edit')}
              </Button>
            }
          />
        ) : null
      }
    >
      <p className="mb-3 max-w-prose text-dim text-sm">{t(fixed ? 'bySubscription' : 'lead')}</p>
      <KeyValues
        look="columns"
        items={[
          ...limited.map((network) => ({
            key: network,
            label: t(`of.${network}`),
            value: <OfNetwork project={project} network={network} />,
          })),
          ...(limited.length < NETWORKS.length
            ? [
                {
                  key: 'unlimited',
                  label: t(limited.length === 0 ? 'ofEvery' : 'ofOthers'),
                  value: all('noLimit'),
                },
              ]
            : []),
          {
            key: 'networks',
            label: t('networks'),
            value: project.allowedNetworks?.map((network) => words(network)).join(', ') ?? t('everyNetwork'),
          },
          {
            key: 'types',
            label: t('types'),
            value: project.allowedDeviceTypeIds
              ? namesOf(project.allowedDeviceTypeIds, types).join(', ')
              : t('everyType'),
          },
          { key: 'weeks', label: t('weeks'), value: <Weeks project={project} weeks={weeks} /> },
        ]}
      />
    </Panel>
  );
}

/** As its subscription says, so far as the installation goes. */
function Weeks({ project, weeks: all }: Pick<ProjectLimitsProps, 'project' | 'weeks'>) {
  const t = useTranslations('organization.projects.limits');
  const { weeks, because } = keptIn(project, all);
  return t(because === 'project' ? 'weeksOf' : 'weeksAll', { weeks });
}

/** A type that is gone has no name; nothing can be of it any more. */
const namesOf = (ids: string[], types: TypeOption[]) =>
  types.flatMap(({ id, name }) => (ids.includes(id) ? [name] : []));

const isForbidden = ({ allowedNetworks }: Project, network: Network) =>
  allowedNetworks !== null && !allowedNetworks.includes(network);
/** Said once for all networks of which it is so. */
const isUnlimited = (project: Project, network: Network) =>
  !isForbidden(project, network) && project.networkLimits[network] === null;

function OfNetwork({ project, network }: { project: Project; network: Network }) {
  const t = useTranslations('organization.projects.limits');
  const limit = project.networkLimits[network];
  if (limit === null || isForbidden(project, network)) return t('none');
  const used = project.usedByNetwork[network] ?? 0;
  return (
    <Progress label={t('used', { used, limit })} value={Math.min(used, limit)} max={limit} countsApart />
  );
}
