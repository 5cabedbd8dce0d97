import { RadioAdvice } from '#components/diagnosis/radio-advice.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { LoraData } from '#components/uplinks/lora-data.tsx';
import { LoraViews } from '#components/uplinks/lora-views.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceDiagnosis } from '#server/diagnosis/loaders.ts';
import { loadUplink, loadUplinks } from '#server/uplinks/loaders.ts';
import { listPage } from '../../../../first-page.ts';

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function LoraDataPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const [{ views, initial }, diagnosis, may] = await Promise.all([
    listPage('lora-data', searchParams, (query) => loadUplinks(id, query)),
    loadDeviceDiagnosis(id),
    allowed('uplinks.replay'),
  ]);
  const rows = initial?.page.rows ?? [];
  // An uplink tells most: radio, records and deliveries.
  const first = rows.find((row) => row.event.kind === 'uplink') ?? rows[0];
  return (
    <>
      <LoraViews deviceId={id} />
      <RadioAdvice initial={diagnosis} />
      <LoraData
        deviceId={id}
        initial={initial}
        views={views}
        mayReplay={may['uplinks.replay']}
        first={first ? await loadUplink(first.id, id) : null}
      />
    </>
  );
}
