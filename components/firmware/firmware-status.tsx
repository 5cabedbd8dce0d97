'use client';
import { useTranslations } from 'next-intl';
import { useDetailWords } from '#components/downlinks/use-detail-words.ts';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import { DOWNLINK_REASONS, type DownlinkReason } from '#server/downlinks/contract.ts';
import type { EndReason, FirmwareAssignment, FirmwareStatus } from '#server/firmware/contract.ts';

const TONES: Record<FirmwareStatus, Tone> = {
  offered: 'busy',
  downloading: 'busy',
  installed: 'good',
  failed: 'bad',
  cancelled: 'idle',
};

type Shown = Pick<FirmwareAssignment, 'status' | 'reason' | 'fetchedBytes' | 'version' | 'downlink'>;

/** The state of one assignment, with how far it came or why it ended. */
export function FirmwareStatusPill({ of }: { of: Shown }) {
  const t = useTranslations('firmware');
  const { status } = of;
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-x-2">
      <Pill tone={TONES[status]} live={status === 'downloading'}>
        {t(`status.${status}`)}
      </Pill>
      <Note of={of} />
    </span>
  );
}

function Note({ of: { status, reason, fetchedBytes, version, downlink } }: { of: Shown }) {
  const t = useTranslations('firmware');
  const failure = useTranslations('downlinks.reason');
  const detailWords = useDetailWords();
  if (reason) {
    const told = isDownlinkReason(reason) ? failure(reason) : t(`reason.${reason}`);
    const detail = status === 'failed' && downlink?.detail ? detailWords(downlink.detail) : null;
    const whole = detail ? `${told} ${detail}` : told;
    return (
      <span title={whole} className="line-clamp-2 min-w-0 whitespace-normal text-faint text-sm">
        {whole}
      </span>
    );
  }
  if (downlink && status === 'offered') return <Faint>{t('waits')}</Faint>;
  if (status !== 'downloading') return null;
  if (downlink) return <Faint>{t(downlink.state === 'DELIVERED' ? 'told' : 'sent')}</Faint>;
  const percent = Math.floor((fetchedBytes / Math.max(1, version.size ?? 0)) * 100);
  return <span className="text-dim text-sm">{t('progress', { percent })}</span>;
}

const Faint = ({ children }: { children: string }) => <span className="text-dim text-sm">{children}</span>;

const isDownlinkReason = (reason: EndReason): reason is DownlinkReason =>
  (DOWNLINK_REASONS as readonly string[]).includes(reason);
