'use client';
import { useQuery } from '@tanstack/react-query';
import RotateCw from 'lucide-react/icons/rotate-cw';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { AttemptList } from '#components/destinations/attempt-list.tsx';
import { DeliveryPill, StatusCode } from '#components/destinations/delivery-state.tsx';
import { NextTry } from '#components/destinations/next-try.tsx';
import { destinationKeys } from '#components/destinations/queries.ts';
import { useReplay } from '#components/destinations/use-replay.ts';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { Button } from '#components/ui/button.tsx';
import { SkeletonText } from '#components/ui/skeleton.tsx';
import type { StepState } from '#components/ui/timeline.tsx';
import type { Delivery, DeliveryLogItem } from '#server/deliveries/log-contract.ts';
import { mayReplay as mayReplayState } from '#server/deliveries/rules.ts';

export function useDeliveryStepState(): (delivery: DeliveryLogItem) => StepState {
  return ({ state, attempts }) => {
    if (state === 'waiting') return attempts > 0 ? 'warn' : 'waiting';
    if (state === 'cancelled' || state === 'discarded') return 'skipped';
    return state === 'delivered' || state === 'merged' ? 'done' : 'failed';
  };
}

/** One delivery of the message: how it ended; pressed, every attempt with what came back. */
export function DeliveryStep({ delivery, mayReplay }: { delivery: DeliveryLogItem; mayReplay: boolean }) {
  const t = useTranslations('messages.delivery');
  const [open, setOpen] = useState(delivery.state === 'failed');
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <DeliveryPill of={delivery} />
        {delivery.mergedInto === null ? (
          <span className="mono">
            <StatusCode of={delivery} />
          </span>
        ) : null}
        <span className="text-dim">
          {t('viaFlow')}{' '}
          {delivery.flow.name === '' ? (
            t('goneFlow')
          ) : (
            <Link href={`/manager/flows/${delivery.flow.id}`} className="hover:text-accent hover:underline">
              {delivery.flow.name}
            </Link>
          )}
        </span>
        <MergedWith delivery={delivery} />
        {delivery.nextAt && !delivery.heldUntil ? (
          <span className="text-warn">
            {t('nextTry')} <NextTry at={delivery.nextAt} />
          </span>
        ) : null}
        {delivery.mergedInto === null ? (
          <Button size="sm" variant="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('attempts', { count: delivery.attempts })}
          </Button>
        ) : null}
        {mayReplay && delivery.destination.name !== '' && mayReplayState(delivery.state) ? (
          <Again id={delivery.id} name={delivery.destination.name} />
        ) : null}
      </div>
      {open ? <Attempts id={delivery.id} of={delivery.attempts} /> : null}
    </div>
  );
}

/** A message of several: where the others are, or that they are waited for. */
function MergedWith({ delivery }: { delivery: DeliveryLogItem }) {
  const t = useTranslations('messages.delivery');
  const { heldUntil, mergedInto, mergedCount, destination } = delivery;
  if (heldUntil)
    return (
      <span className="text-dim">
        {t('waitsForPartners')} <NextTry at={heldUntil} />
      </span>
    );
  if (mergedCount > 0) return <span className="text-dim">{t('mergedWith', { count: mergedCount })}</span>;
  if (mergedInto === null) return null;
  return (
    <Link
      href={`/manager/destinations/${destination.id}?delivery=${mergedInto}`}
      className="text-dim hover:text-accent hover:underline"
    >
      {t('mergedInto', { id: String(mergedInto) })}
    </Link>
  );
}

function Again({ id, name }: { id: number; name: string }) {
  const t = useTranslations('destinations.log');
  const replay = useReplay();
  const [pending, setPending] = useState(false);
  const again = async () => {
    setPending(true);
    await replay(id);
    setPending(false);
  };
  return (
    <Button
      size="sm"
      variant="quiet"
      pending={pending}
      aria-label={`${t('replay')}: ${name}`}
      icon={<RotateCw aria-hidden="true" />}
      onClick={() => void again()}
    >
      {t('replay')}
    </Button>
  );
}

function Attempts({ id, of }: { id: number; of: number }) {
  const words = useRefusalWords();
  const { data, error } = useQuery({
    queryKey: [...destinationKeys.delivery(id), of],
    queryFn: ({ signal }) => readJson<Delivery>(`/rows/deliveries/${id}`, signal),
  });
  if (error) return <p className="text-bad text-sm">{words(error)}</p>;
  return data ? <AttemptList attempts={data.attemptLog} /> : <SkeletonText count={2} />;
}
