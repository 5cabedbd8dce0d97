import type { Metadata } from 'next';
import { cache } from 'react';
import { BuiltInDecoder } from '#components/decoders/built-in-decoder.tsx';
import { ScriptEditor } from '#components/decoders/script-editor.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { allowed } from '#server/access/allowed.ts';
import { loadDecoder, loadDecoderExamples, loadTypeExamples } from '#server/decoders/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

const decoderOf = cache(loadDecoder);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await decoderOf((await params).id)).name };
}

export default async function DecoderPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const decoder = await decoderOf(id);
  if (decoder.kind === 'built-in')
    return <BuiltInDecoder decoder={decoder} facts={await loadDecoderExamples(id)} />;
  const [may, examples] = await Promise.all([
    allowed('decoders.update', 'decoders.delete', 'uplinks.replay'),
    loadTypeExamples(id),
  ]);
  const uplinkId = Number((await searchParams).uplink) || null;
  return (
    <ScriptEditor
      decoder={decoder}
      examples={examples}
      uplinkId={uplinkId}
      may={{ update: may['decoders.update'], delete: may['decoders.delete'], replay: may['uplinks.replay'] }}
    />
  );
}
