'use client';
import { useTranslations } from 'next-intl';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import type { FirmwareAssignment, FirmwareStatus } from '#server/firmware/contract.ts';

const TONES: Record<FirmwareStatus, Tone> = {
  offered: 'busy',
  downloading: 'busy',
  installed: 'good',
  failed: 'bad',
  cancelled: 'idle',
};

type Shown = Pick<FirmwareAssignment, 'status' | 'reason' | 'fetchedBytes' | 'version'>;

/** The state of one assignment, with how far it came or why it ended. */
export function FirmwareStatusPill({ of: { status, reason, fetchedBytes, version } }: { of: Shown }) {
  const t = useTranslations('firmware');
  const percent = Math.floor((fetchedBytes / version.size) * 100);
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Pill tone={TONES[status]} live={status === 'downloading'}>
        {t(`status.${status}`)}
      </Pill>
      {status === 'downloading' ? (
        <span className="text-dim text-sm">{t('progress', { percent })}</span>
      ) : reason ? (
        <span className="text-faint text-sm">{t(`reason.${reason}`)}</span>
      ) : null}
    </span>
  );
}
