import Plus from 'lucide-react/icons/plus';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AlertSummary } from '#components/alerts/alert-summary.tsx';
import { DeviceTable } from '#components/devices/device-table.tsx';
import { VALUE_GROUP } from '#components/devices/value-group.ts';
import type { SearchParams } from '#components/frame/page-query.ts';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { withinProject } from '#components/frame/within-project.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { PageHeader } from '#components/ui/page-header.tsx';
import { loadOpenAlerts } from '#server/alerts/loaders.ts';
import { loadDeviceTypes } from '#server/device-types/loaders.ts';
import { loadDeviceRows } from '#server/devices/loaders.ts';
import type { FlowChoice } from '#server/flows/contract.ts';
import { loadNamedFlows } from '#server/flows/loaders.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';
import { listPage } from '../../first-page.ts';
import { loadDeviceWork } from '../device-work.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('devices'))('title') };
}

export default async function DevicesPage({ searchParams }: { searchParams: SearchParams }) {
  const { projects, current } = await loadProjectChoice();
  const projectId = current?.id ?? null;
  const [t, { work }, { views, initial }, types, open] = await Promise.all([
    getTranslations('devices'),
    loadDeviceWork(projects),
    listPage(
      'devices',
      searchParams,
      (query) => loadDeviceRows(withinProject(query, current?.id)),
      VALUE_GROUP,
    ),
    loadDeviceTypes(),
    loadOpenAlerts(),
  ]);
  return (
    <>
      <ScopeCrumb of="project" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={initial?.page}
        actions={
          work.rights.create ? (
            <ButtonLink href="/manager/devices/new" variant="primary" icon={<Plus aria-hidden="true" />}>
              {t('add')}
            </ButtonLink>
          ) : null
        }
      />
      <AlertSummary open={open} />
      <DeviceTable
        key={projectId ?? 'all'}
        initial={initial}
        views={views}
        types={types.map(({ id, name }) => ({ id, name }))}
        flows={await flowsOf(initial?.query)}
        projectId={projectId}
        work={work}
      />
    </>
  );
}

/** The flows that its filter names, so that the page is painted with their names. */
async function flowsOf(query: TableQuery | undefined): Promise<FlowChoice[]> {
  const asked = query?.filters.find(({ field, op }) => field === 'flow' && (op === 'in' || op === 'is'));
  return asked ? loadNamedFlows([asked.value].flat()) : [];
}
