import { niceDomain } from './chart-data.ts';

export interface SparklineProps {
  /** Null is a gap. */
  values: readonly (number | null)[];
  /** What it shows and how it ends, in words. */
  label: string;
  width?: number | undefined;
  height?: number | undefined;
  colour?: string | undefined;
}

/** A line without axes beside a figure; the last value is marked. */
export function Sparkline({ values, label, width = 96, height = 24, colour = 'var(--up)' }: SparklineProps) {
  const [low, high] = niceDomain(values.filter((value): value is number => value !== null));
  const x = (index: number) => 2 + (index / Math.max(1, values.length - 1)) * (width - 6);
  const y = (value: number) => height - 2 - ((value - low) / (high - low)) * (height - 4);
  let path = '';
  let pen = false;
  for (const [index, value] of values.entries()) {
    if (value !== null) path += `${pen ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = value !== null;
  }
  const last = values.at(-1);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="inline-block align-middle"
    >
      <path
        d={path}
        fill="none"
        stroke={colour}
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {typeof last === 'number' ? (
        <circle cx={x(values.length - 1)} cy={y(last)} r="2" fill={colour} />
      ) : null}
    </svg>
  );
}
