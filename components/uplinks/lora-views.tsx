'use client';
import { useTranslations } from 'next-intl';
import { ViewSwitch } from '#components/ui/view-switch.tsx';

/** The two ways to look at a device's LoRa data: message by message, and where on the radio they went. */
export function LoraViews({ deviceId }: { deviceId: string }) {
  const t = useTranslations('messages.views');
  const base = `/manager/devices/${deviceId}/lora-data`;
  return (
    <ViewSwitch
      label={t('label')}
      views={[
        { href: base, label: t('list') },
        { href: `${base}/radio`, label: t('radio') },
      ]}
    />
  );
}
