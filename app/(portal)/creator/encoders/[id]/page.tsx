import type { Metadata } from 'next';
import { cache } from 'react';
import { EncoderEditor } from '#components/encoders/encoder-editor.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadScriptEncoder } from '#server/encoders/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

const encoderOf = cache(loadScriptEncoder);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await encoderOf((await params).id)).name };
}

export default async function EncoderPage({ params }: PageProps) {
  const [encoder, may] = await Promise.all([encoderOf((await params).id), allowed('encoders.update')]);
  return <EncoderEditor encoder={encoder} mayUpdate={may['encoders.update']} />;
}
