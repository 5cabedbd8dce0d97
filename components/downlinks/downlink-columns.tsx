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
          <div>
            <div className={wrap}>
              <InstructionText of={row} />
            </div>
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
            <span title={row.createdBy} className="block max-w-40 truncate text-faint text-sm">
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

function State({ of }: { of: Downlink }) {
  const t = useTranslations('downlinks');
  const { state } = of;
  return (
    <span className={`${wrap} flex flex-col items-start gap-1 sm:min-w-52`}>
      <Pill tone={TONES[state]} live={state === 'EXECUTING'} title={t(`stateHint.${state}`)}>
        {t(`state.${state}`)}
      </Pill>
      {isExplained(of) ? (
        <span className="max-sm:hidden">
          <StateNote of={of} />
        </span>
      ) : null}
    </span>
  );
}

const isExplained = ({ state, detail }: Downlink) =>
  state === 'EXECUTING' || state === 'FAILED' || detail !== null;

/** On a phone it has the whole width of its card. */
export const noteOf = (row: Downlink) => (isExplained(row) ? <StateNote of={row} /> : null);

/** Until when it has time, or why it did not go well. */
function StateNote({ of: { state, reason, detail, timeoutAt } }: { of: Downlink }) {
  const t = useTranslations('downlinks');
  const detailWords = useDetailWords();
  return (
    <span className="flex min-w-0 flex-col gap-1 text-dim text-sm">
      {state === 'EXECUTING' && timeoutAt ? (
        <span>
          {t('until')} <Time value={timeoutAt} look="date" />
        </span>
      ) : null}
      {reason && state === 'FAILED' ? <span>{t(`reason.${reason}`)}</span> : null}
      {detail ? (
        <span className="text-faint">
          <FoldedText text={detailWords(detail)} />
        </span>
      ) : null}
    </span>
  );
}
