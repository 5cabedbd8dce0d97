'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { deviceKeys } from '#components/devices/queries.ts';
import { useAct } from '#components/frame/use-act.ts';
import { sendDownlink } from '#server/downlinks/actions.ts';
import type { OpenOffer } from './send-values.ts';
import { useInstruction } from './use-instruction.ts';

/** Checks what stands in the form, sends it, and keeps all but what was sent for the next one. */
export function useSendForm(deviceId: string, offer: OpenOffer) {
  const t = useTranslations('downlinks');
  const form = useInstruction(offer);
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const act = useAct();
  const send = async () => {
    setRefusal(undefined);
    const typed = form.read();
    if (!typed) return;
    setPending(true);
    const done = await act(sendDownlink({ deviceId, ...typed }), {
      done: t(typed.dryRun ? 'acceptedDry' : 'accepted'),
      stale: [deviceKeys.downlinks(deviceId)],
      quiet: true,
    });
    setPending(false);
    if (!done.ok) return setRefusal(done.words);
    form.set({ payload: '', records: '', externalReference: '' });
  };
  return { ...form, refusal, pending, send };
}
