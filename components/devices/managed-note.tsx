'use client';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import type { Device } from '#server/devices/contract.ts';

/** Why of a bought device less can be changed than of an own one. */
export function ManagedNote({ device }: { device: Device }) {
  const t = useTranslations('devices.configuration');
  if (device.deviceType.category === 'own') return null;
  return (
    <Banner kind="info" title={t('lockedTitle')}>
      {t('lockedText')}
    </Banner>
  );
}
