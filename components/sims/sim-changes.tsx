'use client';
import { useTranslations } from 'next-intl';
import { deviceKeys } from '#components/devices/queries.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { FoldedText } from '#components/ui/folded-text.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import { Time } from '#components/ui/time.tsx';
import { cancelSimChange, changeSims } from '#server/sims/actions.ts';
import type { OpenChange, Sim, SimChange, SimJob, WantedStatus } from '#server/sims/contract.ts';
import { simKeys } from './queries.ts';
import { useReasonWords, useWishWords } from './sim-words.ts';

interface OpenChangesProps {
  sim: Pick<Sim, 'id' | 'changes'>;
  mayUpdate: boolean;
  className?: string;
}

/** What is on its way and what was not done, each with its reason and a way out. */
export function OpenChanges({ sim, mayUpdate, className }: OpenChangesProps) {
  return (
    <div className={cx('flex flex-col gap-2 empty:hidden', className)} aria-live="polite">
      {sim.changes.map((change) => (
        <ChangeBanner key={change.kind} sim={sim} change={change} mayUpdate={mayUpdate} />
      ))}
    </div>
  );
}

interface ChangeBannerProps extends Omit<OpenChangesProps, 'className'> {
  change: OpenChange;
}

function ChangeBanner({ sim, change, mayUpdate }: ChangeBannerProps) {
  const t = useTranslations('sims');
  const words = useWishWords();
  const reasonWords = useReasonWords();
  const act = useAct();
  const { kind, state, attempts } = change;
  const stale = [simKeys.all, deviceKeys.all];
  const reason = reasonWords(change.errorCode, change.error);
  const named = { kind: t(`kind.${kind}`), wanted: words(kind, change.wanted) };
  const put = () =>
    void act(cancelSimChange({ id: sim.id, kind }), {
      ...(state === 'pending' ? { done: t('change.cancelled') } : {}),
      stale,
    });
  const again = () =>
    void act(changeSims({ ids: [sim.id], change: wishOf(change) }), {
      done: t('change.asked', { what: named.wanted }),
      stale,
    });
  return (
    <Banner
      kind={state === 'failed' ? 'bad' : attempts > 0 ? 'warn' : 'info'}
      title={t(state === 'failed' ? 'change.failedTitle' : 'change.pendingTitle', named)}
      action={
        mayUpdate ? (
          <span className="flex gap-1.5">
            {state === 'failed' ? (
              <Button size="sm" onClick={again}>
                {t('change.again')}
              </Button>
            ) : null}
            <Button size="sm" variant="quiet" onClick={put}>
              {t(state === 'failed' ? 'change.dismiss' : 'change.cancel')}
            </Button>
          </span>
        ) : null
      }
    >
      <FoldedText
        text={
          state === 'failed'
            ? reason
            : attempts > 0
              ? t('change.retryText', { attempts, reason })
              : t('change.pendingText')
        }
      />
    </Banner>
  );
}

function wishOf({ kind, wanted }: OpenChange): SimChange {
  if (kind === 'status') return { status: wanted as WantedStatus };
  return kind === 'rate-plan' ? { ratePlan: wanted } : { communicationPlan: wanted };
}

const tones: Record<SimJob['state'], Tone> = {
  pending: 'busy',
  done: 'good',
  failed: 'bad',
  superseded: 'idle',
};

export function SimHistory({ history }: { history: SimJob[] }) {
  const t = useTranslations('sims');
  const words = useWishWords();
  const reason = useReasonWords();
  if (history.length === 0) {
    return (
      <Panel title={t('page.history')}>
        <p className="text-dim">{t('page.historyNone')}</p>
      </Panel>
    );
  }
  const head = [
    { label: t('column.change') },
    { label: '' },
    { label: t('column.status') },
    { label: t('change.reason') },
    { label: t('change.by') },
    { label: t('change.when'), end: true },
  ];
  return (
    <Panel title={t('page.history')} padding="flush">
      <ListTable label={t('page.history')} head={head} bare>
        {history.map((job) => (
          <tr key={job.id}>
            <ListCell first>{t(`kind.${job.kind}`)}</ListCell>
            <ListCell wrap>
              {t('change.fromTo', {
                before: job.before ? words(job.kind, job.before) : '–',
                wanted: words(job.kind, job.wanted),
              })}
            </ListCell>
            <ListCell>
              <Pill tone={tones[job.state]}>{t(`change.state.${job.state}`)}</Pill>
            </ListCell>
            <ListCell wrap>
              <span className="line-clamp-4 text-dim" title={job.error ?? undefined}>
                {job.errorCode ? reason(job.errorCode, job.error) : '–'}
              </span>
            </ListCell>
            <ListCell wrap>
              <span className="line-clamp-2 text-dim">{job.requestedBy ?? '–'}</span>
            </ListCell>
            <ListCell end>
              <Time value={job.finishedAt ?? job.createdAt} />
            </ListCell>
          </tr>
        ))}
      </ListTable>
    </Panel>
  );
}
