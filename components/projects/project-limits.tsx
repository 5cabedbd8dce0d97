'use client';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { NETWORKS, type Network } from '#server/device-types/contract.ts';
import type { Project } from '#server/projects/contract.ts';
import { LimitsFormDialog } from './limits-form.tsx';

export interface TypeOption {
  id: string;
  name: string;
}

interface ProjectLimitsProps {
  project: Project;
  types: TypeOption[];
  /** Whether its limits are part of its subscription; else who may sets them here. */
  fixed: boolean;
  mayLimit: boolean;
}

/** What may be in it: of each network so many, and of which types. */
export function ProjectLimitsPanel({ project, types, fixed, mayLimit }: ProjectLimitsProps) {
  const t = useTranslations('organization.projects.limits');
  const words = useTranslations('decoders.network');
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
        className="max-w-xl"
        items={[
          ...NETWORKS.map((network) => ({
            key: network,
            label: t(`of.${network}`),
            value: <OfNetwork project={project} network={network} />,
          })),
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
        ]}
      />
    </Panel>
  );
}

/** A type that is gone has no name; nothing can be of it any more. */
const namesOf = (ids: string[], types: TypeOption[]) =>
  types.flatMap(({ id, name }) => (ids.includes(id) ? [name] : []));

function OfNetwork({ project, network }: { project: Project; network: Network }) {
  const t = useTranslations('organization.projects');
  const limit = project.networkLimits[network];
  if (project.allowedNetworks && !project.allowedNetworks.includes(network)) return t('limits.none');
  if (limit === null) return t('noLimit');
  const used = project.usedByNetwork[network] ?? 0;
  return <Progress label={t('limits.used', { used, limit })} value={Math.min(used, limit)} max={limit} />;
}
