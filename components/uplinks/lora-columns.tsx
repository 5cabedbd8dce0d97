'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { SignalBars, signalLevel } from '#components/ui/signal-bars.tsx';
import { Time } from '#components/ui/time.tsx';
import { MESSAGE_KINDS, type UplinkListItem } from '#server/uplinks/contract.ts';
import { shownEvent } from '#server/uplinks/rules.ts';
import { useFrameColumns } from './frame-columns.tsx';
import { MarkPills } from './frame-marks.tsx';
import { MessageName } from './message-kind.tsx';
import { DeliveryCount, MessageStatePill } from './message-state.tsx';
import { frameCounterOf, payloadOf, radioOf } from './radio-words.ts';
import { useRadioLevel } from './use-radio-level.ts';

function useKindFilter() {
  const t = useTranslations('messages.filter');
  return {
    kind: 'enum' as const,
    options: MESSAGE_KINDS.map((kind) => ({
      value: kind,
      label: t(kind.replace(/^\w+\./, '') as 'uplink'),
    })),
  };
}

/** The radio's view of a device: LoRa data. */
export function useLoraColumns(): DataColumn<UplinkListItem>[] {
  const t = useTranslations('messages.column');
  const kinds = useKindFilter();
  const frame = useFrameColumns();
  const level = useRadioLevel();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the filter follows the language, as the words do
  return useMemo(
    () => [
      {
        id: 'kind',
        header: t('message'),
        filter: kinds,
        phone: 'title',
        cell: (row) => (
          <>
            <MessageName event={shownEvent(row)} />
            <MarkPills marks={row.marks} />
          </>
        ),
      },
      timeColumn(t('time')),
      sentColumn(t('sent')),
      counterColumn(),
      {
        id: 'spreadingFactor',
        header: 'DR',
        align: 'end',
        mono: true,
        width: 62,
        filter: { kind: 'number' },
        cell: (row) => sfOf(row),
      },
      {
        id: 'bars',
        header: t('signal'),
        align: 'end',
        width: 66,
        phone: 'corner',
        cell: (row) => (
          <SignalBars
            level={signalLevel(row.signal)}
            detail={row.signal === null ? undefined : `ESP ${level(row.signal)} dBm`}
          />
        ),
      },
      {
        id: 'signal',
        header: 'ESP',
        align: 'end',
        mono: true,
        width: 72,
        filter: { kind: 'number', unit: 'dBm' },
        cell: (row) => (
          <span className={row.signal === null ? 'text-faint' : undefined}>{level(row.signal)}</span>
        ),
      },
      payloadColumn(t('payload')),
      {
        id: 'fPort',
        header: 'FPort',
        align: 'end',
        mono: true,
        hidden: true,
        filter: { kind: 'number' },
        cell: (row) => row.fPort ?? row.asked?.fPort ?? '–',
      },
      ...frame,
    ],
    [t],
  );
}

/** The platform's view of a device: what became of each message. */
export function useMessageColumns(isLora: boolean): DataColumn<UplinkListItem>[] {
  const t = useTranslations('messages.column');
  const kinds = useKindFilter();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the filter follows the language, as the words do
  return useMemo(
    () => [
      {
        id: 'kind',
        header: t('message'),
        filter: kinds,
        phone: 'title',
        cell: (row) => (
          <>
            <MessageName event={shownEvent(row)} />
            <MarkPills marks={row.marks} />
          </>
        ),
      },
      timeColumn(t('received')),
      sentColumn(t('sent')),
      { ...counterColumn(), hidden: !isLora },
      { ...payloadColumn(t('payload')), hidden: !isLora },
      {
        id: 'state',
        header: t('state'),
        width: 150,
        phone: 'corner',
        cell: (row) => <MessageStatePill state={row.state} failures={row.failures} packs={row.packs} />,
      },
      {
        id: 'packs',
        header: t('decoded'),
        align: 'end',
        width: 96,
        cell: (row) =>
          row.packs === 0 ? <span className="text-faint">–</span> : t('packs', { count: row.packs }),
      },
      {
        id: 'deliveries',
        header: t('delivered'),
        align: 'end',
        width: 150,
        phone: 'wide',
        cell: (row) => <DeliveryCount deliveries={row.deliveries} />,
      },
      {
        id: 'failures',
        header: t('failures'),
        align: 'end',
        hidden: true,
        filter: { kind: 'number' },
        cell: (row) => row.failures,
      },
    ],
    [t, isLora],
  );
}

function timeColumn(header: string): DataColumn<UplinkListItem> {
  return {
    id: 'receivedAt',
    header,
    mono: true,
    width: 178,
    sortable: true,
    filter: { kind: 'date' },
    phone: 'right',
    cell: (row) => <Time value={row.receivedAt} look="clock" className="text-dim" />,
  };
}

/** By this one late frames have their place. */
function sentColumn(header: string): DataColumn<UplinkListItem> {
  return {
    id: 'occurredAt',
    header,
    mono: true,
    width: 178,
    hidden: true,
    sortable: true,
    filter: { kind: 'date' },
    cell: (row) => <Time value={row.occurredAt} look="clock" className="text-dim" />,
  };
}

function sfOf(row: UplinkListItem) {
  const factor = row.spreadingFactor ?? radioOf(row.event)?.spreadingFactor ?? null;
  return factor === null ? <span className="text-faint">–</span> : `SF${factor}`;
}

function counterColumn(): DataColumn<UplinkListItem> {
  return {
    id: 'fCntUp',
    header: 'FCnt',
    align: 'end',
    mono: true,
    width: 76,
    filter: { kind: 'number' },
    phone: 'left',
    cell: (row) => {
      const counter = frameCounterOf(row.event);
      const factor = row.spreadingFactor ?? radioOf(row.event)?.spreadingFactor;
      if (counter === null || counter === undefined)
        return <span className="text-faint max-sm:hidden">–</span>;
      return (
        <>
          <span className="text-faint sm:hidden">FCnt </span>
          {counter}
          {factor ? <span className="text-faint sm:hidden"> · SF{factor}</span> : null}
        </>
      );
    },
  };
}

function payloadColumn(header: string): DataColumn<UplinkListItem> {
  return {
    id: 'payload',
    header,
    mono: true,
    cell: (row) => (
      <span className="block max-w-44 truncate text-dim" title={payloadOf(shownEvent(row))}>
        {payloadOf(shownEvent(row))}
      </span>
    ),
  };
}
