import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'idle';

const tones: Record<Tone, string> = {
  good: 'bg-accent-soft text-accent',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  busy: 'bg-up-soft text-up',
  idle: 'bg-line-soft text-dim',
};

export interface PillProps {
  tone?: Tone | undefined;
  /** Shown before the word; a dot unless something else is given, nothing for `null`. */
  mark?: ReactNode;
  live?: boolean | undefined;
  title?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
}

export function Pill({ tone = 'idle', mark, live, title, className, children }: PillProps) {
  return (
    <span
      title={title}
      className={cx(
        'inline-flex h-[22px] items-center gap-1.5 whitespace-nowrap rounded-full px-2 font-medium text-xs',
        tones[tone],
        className,
      )}
    >
      {mark === undefined ? <StatusDot tone={tone} live={live} /> : mark}
      {children}
    </span>
  );
}

/** Shapes differ as well as colours: full for good, ring for idle, square for bad, half for late or under way. */
function StatusDot({ tone, live }: { tone: Tone; live?: boolean | undefined }) {
  return (
    <svg viewBox="0 0 8 8" aria-hidden="true" className={cx('size-[7px] shrink-0', live && 'beat')}>
      {tone === 'bad' ? <rect x=".6" y=".6" width="6.8" height="6.8" rx="1.2" fill="currentColor" /> : null}
      {tone === 'idle' ? (
        <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" strokeWidth="1.6" />
      ) : null}
      {tone === 'warn' ? <path d="M4 .3 7.9 7.5H.1z" fill="currentColor" /> : null}
      {tone === 'good' || tone === 'busy' ? <circle cx="4" cy="4" r="3.6" fill="currentColor" /> : null}
    </svg>
  );
}

const statusTones = {
  active: 'good',
  late: 'warn',
  silent: 'bad',
  new: 'idle',
  deactivated: 'idle',
  disabled: 'idle',
  enabled: 'good',
  paused: 'idle',
  waiting: 'busy',
  queued: 'busy',
  sending: 'busy',
  running: 'busy',
  retrying: 'warn',
  sent: 'good',
  delivered: 'good',
  acknowledged: 'good',
  succeeded: 'good',
  connected: 'good',
  disconnected: 'bad',
  failed: 'bad',
  dead: 'bad',
  expired: 'idle',
  cancelled: 'idle',
  revoked: 'idle',
  skipped: 'idle',
  draft: 'idle',
  published: 'good',
  warning: 'warn',
  degraded: 'warn',
  unknown: 'idle',
} as const satisfies Record<string, Tone>;

export type Status = keyof typeof statusTones;

/** A known state with its word in the reader's language. */
export function StatusPill({
  status,
  live,
  title,
  className,
}: { status: Status } & Pick<PillProps, 'live' | 'title' | 'className'>) {
  const t = useTranslations('ui.status');
  return (
    <Pill tone={statusTones[status]} live={live} title={title} className={className}>
      {t(status)}
    </Pill>
  );
}
