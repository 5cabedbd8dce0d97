'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { FoldedText } from '#components/ui/folded-text.tsx';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import {
  DOWNLINK_REASONS,
  DOWNLINK_STATES,
  type Downlink,
  type DownlinkState,
} from '#server/downlinks/contract.ts';
import { DownlinkActions } from './downlink-actions.tsx';
import { InstructionText } from './instruction-text.tsx';
import { useDetailWords } from './use-detail-words.ts';

export interface DownlinkRights {
  send: boolean;
  cancel: boolean;
}

const wrap = 'min-w-0 whitespace-normal py-1.5 max-sm:py-0';

/** What became of each instruction. */
export function useDownlinkColumns(may: DownlinkRights): DataColumn<Downlink>[] {
  const t = useTranslations('downlinks.table');
  const state = useTranslations('downlinks.state');
  const reason = useTranslations('downlinks.reason');
  const { send, cancel } = may;
  return useMemo(() => {
    const moment = (id: 'sentAt' | 'endedAt', header: string): DataColumn<Downlink> => ({
      id,
      header,
      width: 124,
      filter: { kind: 'date' },
      cell: (row) => (row[id] ? <Time value={row[id]} look="moment" /> : null),
    });
    return [
      {
        id: 'instruction',
        header: t('instruction'),
        phone: 'title',
        cell: (row) => (
          <div className={wrap}>
            <InstructionText of={row} />
          </div>
        ),
      },
      {
        id: 'state',
        header: t('state'),
        phone: 'corner',
        width: 170,
        filter: { kind: 'enum', options: DOWNLINK_STATES.map((value) => ({ value, label: state(value) })) },
        cell: (row) => <State of={row} />,
      },
      {
        id: 'createdAt',
        header: t('accepted'),
        phone: 'left',
        width: 150,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => (
          <span className="flex flex-col max-sm:flex-row max-sm:gap-1.5">
            <Time value={row.createdAt} look="moment" />
            <span title={row.createdBy} className="truncate text-faint text-sm">
              {row.createdBy}
            </span>
          </span>
        ),
      },
      moment('sentAt', t('sent')),
      moment('endedAt', t('ended')),
      {
        id: 'tries',
        header: t('tries'),
        width: 84,
        filter: { kind: 'number' },
        cell: (row) => <Tries of={row} />,
      },
      {
        id: 'createdBy',
        header: t('by'),
        hidden: true,
        filter: { kind: 'text' },
        cell: (row) => row.createdBy,
      },
      {
        id: 'reason',
        header: t('reason'),
        hidden: true,
        filter: { kind: 'enum', options: DOWNLINK_REASONS.map((value) => ({ value, label: reason(value) })) },
        cell: (row) => (row.reason ? reason(row.reason) : '–'),
      },
      {
        id: 'externalReference',
        header: t('reference'),
        hidden: true,
        filter: { kind: 'text' },
        cell: (row) => row.externalReference ?? '–',
      },
      {
        id: 'actions',
        header: t('actions'),
        phone: 'wide',
        align: 'end',
        width: 130,
        cell: (row) => <DownlinkActions of={row} maySend={send} mayCancel={cancel} />,
      },
    ];
  }, [t, state, reason, send, cancel]);
}

/** Over HTTP the device is told it until it confirms: only on the radio the tries are limited. */
function Tries({ of: { method, tries, retryLimit } }: { of: Downlink }) {
  const t = useTranslations('downlinks.table');
  if (method.type === 'lora') return t('triesOf', { tries, most: retryLimit + 1 });
  return <Quantity value={tries} />;
}

const TONES: Record<DownlinkState, Tone> = {
  PENDING: 'busy',
  EXECUTING: 'busy',
  DELIVERED: 'good',
  FAILED: 'bad',
  CANCELLED: 'idle',
};

function State({ of: { state, reason, detail, timeoutAt } }: { of: Downlink }) {
  const t = useTranslations('downlinks');
  const detailWords = useDetailWords();
  return (
    <span className={`${wrap} flex min-w-0 flex-col items-start gap-1`}>
      <Pill tone={TONES[state]} live={state === 'EXECUTING'} title={t(`stateHint.${state}`)}>
        {t(`state.${state}`)}
      </Pill>
      {state === 'EXECUTING' && timeoutAt ? (
        <span className="text-dim text-sm">
          {t('until')} <Time value={timeoutAt} look="date" />
        </span>
      ) : null}
      {reason && state === 'FAILED' ? (
        <span className="text-dim text-sm">{t(`reason.${reason}`)}</span>
      ) : null}
      {detail ? (
        <span className="text-faint text-sm">
          <FoldedText text={detailWords(detail)} />
        </span>
      ) : null}
    </span>
  );
}
