'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { resumeDecoder } from '#server/decoders/actions.ts';
import { setDestinationStatus } from '#server/destinations/actions.ts';
import { setDevicesStatus } from '#server/devices/actions.ts';
import type { Finding, Remedy } from '#server/diagnosis/contract.ts';
import { wishOnNetwork } from '#server/lora-registrations/actions.ts';
import { diagnosisKey, type Subject } from './queries.ts';

/** What the portal can do about it at once; afterwards the check runs again. */
export function RemedyButton({ fix, subject }: { fix: Finding['fix']; subject: Subject }) {
  const t = useTranslations('diagnosis.remedy');
  const act = useAct();
  const [pending, setPending] = useState(false);
  const { remedy, id } = fix;
  if (!remedy) return null;
  const run = async () => {
    setPending(true);
    await act<unknown>(REMEDIES[remedy](id ?? subject.id), {
      done: t('done'),
      stale: [diagnosisKey(subject), [`${subject.kind}s`], ['flows']],
    });
    setPending(false);
  };
  return (
    <Button size="sm" variant="primary" pending={pending} onClick={() => void run()}>
      {t(remedy)}
    </Button>
  );
}

const REMEDIES = {
  'activate-device': (id: string) => setDevicesStatus({ ids: [id], status: 'ACTIVE' }),
  'retry-registration': (deviceId: string) => wishOnNetwork({ deviceId, wish: { kind: 'retry' } }),
  'resume-decoder': (id: string) => resumeDecoder({ id }),
  'resume-destination': (id: string) => setDestinationStatus({ id, status: 'active' }),
} satisfies Record<Remedy, (id: string) => Promise<unknown>>;
