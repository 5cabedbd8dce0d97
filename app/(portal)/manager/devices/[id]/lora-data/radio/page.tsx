import { LoraViews } from '#components/uplinks/lora-views.tsx';
import { RadioUsePanel } from '#components/uplinks/radio-use.tsx';

export default async function RadioUsePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <>
      <LoraViews deviceId={id} />
      <RadioUsePanel deviceId={id} now={Date.now()} />
    </>
  );
}
