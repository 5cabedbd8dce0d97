'use client';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { SignalBars, signalLevel } from '#components/ui/signal-bars.tsx';
import { Time } from '#components/ui/time.tsx';

interface Heard {
  lastMessageAt: Date | null;
  lastSignal: number | null;
}

/** What lists of devices tell of the last message. */
export function lastMessageColumn<Row extends Pick<Heard, 'lastMessageAt'>>(header: string): DataColumn<Row> {
  return {
    id: 'lastMessageAt',
    header,
    align: 'end',
    width: 124,
    sortable: true,
    filter: { kind: 'date' },
    phone: 'right',
    cell: (row) => <Time value={row.lastMessageAt} className="text-dim" />,
  };
}

export function signalColumn<Row extends Pick<Heard, 'lastSignal'>>(header: string): DataColumn<Row> {
  return {
    id: 'signal',
    header,
    align: 'end',
    width: 92,
    filter: { kind: 'number', unit: 'dBm' },
    cell: ({ lastSignal }) => (
      <SignalBars
        level={signalLevel(lastSignal)}
        detail={lastSignal === null ? undefined : `${lastSignal.toFixed(1)} dBm`}
      />
    ),
  };
}
