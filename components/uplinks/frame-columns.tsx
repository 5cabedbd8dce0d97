'use client';
import { useTranslations } from 'next-intl';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { FRAME_CONTENTS, frameContent } from '#server/protocols/lorawan/frame-content.ts';
import { flagsOf } from '#server/protocols/lorawan/frame-flags.ts';
import { CONFIRMATIONS, type UplinkListItem } from '#server/uplinks/contract.ts';
import { downCounterOf, shownEvent } from '#server/uplinks/rules.ts';
import { MarkPills } from './frame-marks.tsx';
import { megahertz, radioOf, receptionsOf } from './radio-words.ts';
import { useRadioLevel } from './use-radio-level.ts';

const none = <span className="text-faint">–</span>;

/** Beside the kind: what is in a frame, and whether it wants an answer. */
export function useFrameColumns(): DataColumn<UplinkListItem>[] {
  const t = useTranslations('messages');
  const level = useRadioLevel();
  return [
    {
      id: 'carries',
      header: t('column.carries'),
      hidden: true,
      filter: {
        kind: 'enum',
        options: FRAME_CONTENTS.map((value) => ({ value, label: t(`carries.${value}`) })),
      },
      cell: (row) => {
        const carried = frameContent(shownEvent(row));
        return carried === null ? none : t(`carries.${carried}`);
      },
    },
    {
      id: 'confirmation',
      header: t('column.confirmation'),
      hidden: true,
      filter: {
        kind: 'enum',
        options: CONFIRMATIONS.map((value) => ({ value, label: t(`confirmation.${value}`) })),
      },
      cell: (row) => {
        const { event } = row;
        const isConfirmed = 'confirmed' in event ? event.confirmed : null;
        if (isConfirmed === null) return none;
        return t(`confirmation.${isConfirmed ? 'confirmed' : 'unconfirmed'}`);
      },
    },
    {
      id: 'frequency',
      header: 'MHz',
      align: 'end',
      mono: true,
      width: 76,
      hidden: true,
      cell: (row) => {
        const hz = radioOf(row.event)?.frequencyHz ?? null;
        return hz === null ? none : megahertz(hz);
      },
    },
    {
      id: 'gateways',
      header: t('radio.gateways'),
      align: 'end',
      mono: true,
      width: 90,
      hidden: true,
      cell: ({ event }) => (event.kind === 'uplink' ? event.gatewayCount : receptionsOf(event).length || '–'),
    },
    {
      id: 'fCntDown',
      header: 'FCntDn',
      align: 'end',
      mono: true,
      width: 84,
      hidden: true,
      cell: ({ event }) => downCounterOf(event) ?? none,
    },
    ...(['rssi', 'snr'] as const).map(
      (id): DataColumn<UplinkListItem> => ({
        id,
        header: id.toUpperCase(),
        align: 'end',
        mono: true,
        width: 76,
        hidden: true,
        cell: ({ event }) => level(receptionsOf(event)[0]?.[id] ?? null, id === 'rssi' ? 0 : 1),
      }),
    ),
    {
      id: 'flags',
      header: t('radio.flags'),
      hidden: true,
      cell: ({ event }) =>
        event.kind === 'uplink' || event.kind === 'downlink-sent'
          ? flagsOf(event).set.join(', ') || none
          : none,
    },
    {
      id: 'marks',
      header: t('column.marks'),
      hidden: true,
      cell: (row) => (row.marks.length > 0 ? <MarkPills marks={row.marks} /> : none),
    },
  ];
}
