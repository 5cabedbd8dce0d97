'use client';
import { useTranslations } from 'next-intl';
import { FoldedText } from '#components/ui/folded-text.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Downlink, DownlinkState } from '#server/downlinks/contract.ts';
import { DownlinkActions } from './downlink-actions.tsx';
import { InstructionText } from './instruction-text.tsx';
import { useDetailWords } from './use-detail-words.ts';

interface DownlinkTableProps {
  downlinks: readonly Downlink[];
  maySend: boolean;
  mayCancel: boolean;
}

/** What became of each instruction, newest first. */
export function DownlinkTable({ downlinks, maySend, mayCancel }: DownlinkTableProps) {
  const t = useTranslations('downlinks.table');
  const head = ['instruction', 'state', 'accepted', 'sent', 'ended', 'tries'] as const;
  return (
    <ListTable
      bare
      label={t('label')}
      head={[
        ...head.map((name) => ({ label: t(name) })),
        { label: <span className="sr-only">{t('actions')}</span> },
      ]}
    >
      {downlinks.map((one) => (
        <tr key={one.id} data-downlink={one.id}>
          <ListCell first wrap className="w-[34%] align-top">
            <InstructionText of={one} />
          </ListCell>
          <ListCell wrap className="align-top">
            <State of={one} />
          </ListCell>
          <ListCell wrap className="align-top">
            <span className="flex flex-col max-sm:flex-row max-sm:gap-1.5">
              <Time value={one.createdAt} look="moment" />
              <span title={one.createdBy} className="line-clamp-2 text-faint text-sm">
                {one.createdBy}
              </span>
            </span>
          </ListCell>
          <ListCell className="align-top">
            {one.sentAt ? <Time value={one.sentAt} look="moment" /> : null}
          </ListCell>
          <ListCell className="align-top">
            {one.endedAt ? <Time value={one.endedAt} look="moment" /> : null}
          </ListCell>
          <ListCell className="align-top">
            <Tries of={one} />
          </ListCell>
          <ListCell end className="align-top">
            <DownlinkActions of={one} maySend={maySend} mayCancel={mayCancel} />
          </ListCell>
        </tr>
      ))}
    </ListTable>
  );
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
    <span className="flex min-w-0 flex-col items-start gap-1">
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
