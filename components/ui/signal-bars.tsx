import { useTranslations } from 'next-intl';

export interface SignalBarsProps {
  /** 0 (none) … 4 (excellent); null when it is not known. */
  level: 0 | 1 | 2 | 3 | 4 | null;
  /** The exact figure, e.g. "−96.2 dBm", said with the word. */
  detail?: string | undefined;
}

export function SignalBars({ level, detail }: SignalBarsProps) {
  const t = useTranslations('ui.signal');
  if (level === null) return <span className="text-faint">–</span>;
  const words = detail ? `${t(`level${level}`)}, ${detail}` : t(`level${level}`);
  const colour = level <= 1 ? 'var(--bad)' : level === 2 ? 'var(--warn)' : 'var(--ink)';
  return (
    <svg viewBox="0 0 18 12" role="img" aria-label={words} className="inline-block h-3 w-[18px] align-[-1px]">
      <title>{words}</title>
      {[0, 1, 2, 3].map((index) => (
        <rect
          key={index}
          x={index * 4.6}
          y={9 - index * 3}
          width="3"
          height={3 + index * 3}
          rx=".8"
          fill={index < level ? colour : 'var(--line)'}
        />
      ))}
    </svg>
  );
}

/** ESP (effective signal power, dBm) as bars; steps of the usual LoRaWAN field-tester scale. */
export function signalLevel(espDbm: number | null | undefined): SignalBarsProps['level'] {
  if (espDbm === null || espDbm === undefined) return null;
  if (espDbm >= -100) return 4;
  if (espDbm >= -112) return 3;
  if (espDbm >= -124) return 2;
  return espDbm >= -136 ? 1 : 0;
}
