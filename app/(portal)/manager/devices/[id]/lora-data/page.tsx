import type { SearchParams } from '#components/frame/page-query.ts';
import { LoraData } from '#components/uplinks/lora-data.tsx';
import { loadUplinks } from '#server/uplinks/loaders.ts';
import { firstPage } from '../../../../first-page.ts';

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function LoraDataPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  return (
    <LoraData deviceId={id} initial={await firstPage(searchParams, (query) => loadUplinks(id, query))} />
  );
}
