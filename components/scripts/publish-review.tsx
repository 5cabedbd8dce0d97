'use client';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { PublishReview } from '#server/scripts/contract.ts';
import { Differences } from './differences.tsx';
import { usePublishReview } from './queries.ts';
import { ReviewChanges } from './review-changes.tsx';
import type { Script } from './use-script.ts';

export interface PublishReviewProps {
  script: Script;
  /** Leads to the tests, where a failing one is looked at. */
  onTests: () => void;
}

/** What publishing would do, seen before it is done: tests, whom it touches, what it changes in real messages. */
export function PublishReviewDialog({ script, onTests }: PublishReviewProps) {
  const t = useTranslations('scripts.review');
  const words = useRefusalWords();
  const version = script.reviewing;
  const { data: review, error } = usePublishReview(script.owner, version);
  const failing = review?.tests.filter(({ passed }) => !passed) ?? [];
  return (
    <Dialog
      open={version !== null}
      onOpenChange={(open) => open || script.stopReview()}
      size="lg"
      title={t('title', { number: version?.number ?? 0 })}
      description={t('lead')}
      footer={
        <>
          <DialogClose render={<Button />}>{t('notYet')}</DialogClose>
          <Button
            variant="primary"
            pending={script.pending === 'publish'}
            disabled={!review || failing.length > 0}
            onClick={() => void script.confirmPublish()}
          >
            {t('confirm', { number: version?.number ?? 0 })}
          </Button>
        </>
      }
    >
      {error ? <Banner kind="bad" title={words(error)} /> : null}
      {!review && !error ? (
        <div role="status" aria-label={t('looking')}>
          <p className="mb-3 text-dim text-sm">{t('looking')}</p>
          <Skeleton className="h-40" />
        </div>
      ) : null}
      {review ? (
        <div className="flex flex-col gap-5">
          <TestsOf review={review} failing={failing} onTests={onTests} />
          <Part title={t('changes')}>
            <ReviewChanges review={review} />
          </Part>
          <Part title={t('touches')}>
            <Touches touches={review.touches} />
          </Part>
        </div>
      ) : null}
    </Dialog>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 font-semibold text-sm">{title}</h3>
      {children}
    </section>
  );
}

interface TestsOfProps {
  review: PublishReview;
  failing: PublishReview['tests'];
  onTests: () => void;
}

function TestsOf({ review, failing, onTests }: TestsOfProps) {
  const t = useTranslations('scripts.review');
  const count = review.tests.length;
  if (count === 0)
    return (
      <Banner kind="warn" title={t('noTests')}>
        {t('noTestsText')}
      </Banner>
    );
  if (failing.length === 0)
    return (
      <p className="flex items-center gap-2 text-sm">
        <CircleCheck aria-hidden="true" className="size-4 text-accent" />
        <span className="font-medium text-accent">{t('testsPass', { count })}</span>
      </p>
    );
  return (
    <div className="rounded-lg border border-bad/35 bg-bad-soft px-3 py-2.5 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <CircleX aria-hidden="true" className="size-4 shrink-0 text-bad" />
        <span className="min-w-0 flex-1 font-semibold text-bad">
          {t('testsFail', { failed: failing.length, count })}
        </span>
        <Button size="sm" onClick={onTests}>
          {t('toTests')}
        </Button>
      </div>
      <p className="mt-1">{t('testsFailText')}</p>
      <ScrollArea label={t('failing')} className="mt-2 max-h-72 bg-panel px-3 py-2">
        <ul className="flex flex-col gap-2.5">
          {failing.map(({ testId, name, error, differences }) => (
            <li key={testId}>
              <p className="break-words font-medium">{name}</p>
              {error ? (
                <p className="break-words text-bad">
                  {error.name}: {error.message}
                </p>
              ) : null}
              {differences.length > 0 ? (
                <Differences differences={differences} heads={{ before: t('expected'), after: t('made') }} />
              ) : null}
            </li>
          ))}
        </ul>
      </ScrollArea>
    </div>
  );
}

function Touches({ touches: { devices, deviceTypes, flows, destinations } }: Pick<PublishReview, 'touches'>) {
  const t = useTranslations('scripts.review');
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      <dt className="text-faint">{t('devices')}</dt>
      <dd className="tabular-nums">{t('deviceCount', { count: devices })}</dd>
      <Things label={t('types')} things={deviceTypes} base="/creator/device-types" />
      <Things label={t('flows')} things={flows} base="/manager/flows" />
      <Things label={t('destinations')} things={destinations} base="/manager/destinations" />
    </dl>
  );
}

/** So many are named, the others are counted. */
const NAMED = 12;

function Things({
  label,
  things,
  base,
}: {
  label: string;
  things: { id: string; name: string }[];
  base: string;
}) {
  const t = useTranslations('scripts.review');
  return (
    <>
      <dt className="text-faint">{label}</dt>
      <dd className="flex flex-wrap gap-x-3 gap-y-0.5">
        {things.length === 0 ? <span className="text-dim">{t('none')}</span> : null}
        {things.slice(0, NAMED).map(({ id, name }) => (
          <Link
            key={id}
            href={`${base}/${id}`}
            target="_blank"
            className="max-w-full truncate rounded-sm hover:text-accent hover:underline"
          >
            {name}
          </Link>
        ))}
        {things.length > NAMED ? (
          <span className="text-dim">{t('more', { count: things.length - NAMED })}</span>
        ) : null}
      </dd>
    </>
  );
}
