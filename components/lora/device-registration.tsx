'use client';
import { useTranslations } from 'next-intl';
import type { LoraDetail, RegistrationTarget } from '#server/lora-registrations/contract.ts';
import { NetworkPanel } from './lora-page.tsx';
import { useLoraDevice } from './queries.ts';
import { RegistrationActions } from './registration-actions.tsx';
import { RegistrationState } from './registration-state.tsx';

interface DeviceRegistrationProps {
  detail: LoraDetail;
  targets: readonly RegistrationTarget[];
  mayUpdate: boolean;
}

/** On the device's own page: what it is at its network server, and what can be done there. */
export function DeviceRegistration({ detail: painted, targets, mayUpdate }: DeviceRegistrationProps) {
  const t = useTranslations('lora');
  const detail = useLoraDevice(painted);
  return (
    <section aria-label={t('network')} className="flex min-w-0 flex-col gap-3">
      <RegistrationState of={detail} mayUpdate={mayUpdate} />
      <NetworkPanel of={detail} />
      {mayUpdate ? (
        <div className="flex flex-wrap gap-2">
          <RegistrationActions of={detail} targets={targets} />
        </div>
      ) : null}
    </section>
  );
}
