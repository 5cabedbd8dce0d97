'use client';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Difference, NameChange, PublishReview } from '#server/scripts/contract.ts';
import { Differences } from './differences.tsx';

/** What a version makes of the newest real messages that the one which runs now does not, and the other way. */
export function ReviewChanges({ review }: { review: PublishReview }) {
  const t = useTranslations('scripts.review');
  const { changes, current } = review;
  if (current === null) return <p className="text-dim text-sm">{t('firstVersion')}</p>;
  if (!changes) return <p className="text-dim text-sm">{t('noMessages')}</p>;
  const { messages, differing, failedBefore, failedAfter, names, examples } = changes;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">
        {differing === 0 ? t('sameForAll', { messages }) : t('differing', { differing, messages, current })}{' '}
        {failedBefore === failedAfter ? null : t('failures', { before: failedBefore, after: failedAfter })}
      </p>
      {failedAfter > failedBefore ? <Banner kind="warn" title={t('moreFail')} /> : null}
      <NameChanges names={names} />
      <ChangedExamples examples={examples} />
    </div>
  );
}

/** Records that are other than they were, each with what it was. */
export function NameChanges({ names }: { names: readonly NameChange[] }) {
  const t = useTranslations('scripts.review');
  if (names.length === 0) return null;
  return (
    <ScrollArea label={t('names')} className="max-h-80">
      <ListTable
        bare
        figures
        label={t('names')}
        head={[
          { label: t('name') },
          { label: t('what') },
          { label: t('before') },
          { label: t('after') },
          { label: t('messages'), end: true },
        ]}
      >
        {names.map(({ name, what, before, after, messages }) => (
          <tr key={`${name} ${what}`}>
            <ListCell first wrap className="mono">
              {name}
            </ListCell>
            <ListCell className="text-dim">{t(`kind.${what}`)}</ListCell>
            <ListCell wrap className="mono">
              {before ?? '–'}
            </ListCell>
            <ListCell wrap className="mono font-medium">
              {after ?? '–'}
            </ListCell>
            <ListCell end>{messages}</ListCell>
          </tr>
        ))}
      </ListTable>
    </ScrollArea>
  );
}

interface ChangedExample {
  uplinkId: number | null;
  name: string;
  at: Date | string | null;
  differences: Difference[];
}

/** Messages of which something else comes, to be unfolded. */
export function ChangedExamples({ examples }: { examples: readonly ChangedExample[] }) {
  const t = useTranslations('scripts.review');
  if (examples.length === 0) return null;
  return (
    <details className="rounded-lg border border-line">
      <summary className="focus-inset cursor-pointer rounded-lg px-3 py-2 text-sm hover:bg-hover">
        {t('examples', { count: examples.length })}
      </summary>
      <ul className="flex flex-col gap-3 px-3 pb-3">
        {examples.map(({ uplinkId, name, at, differences }) => (
          <li key={`${uplinkId} ${name}`} className="border-line-soft border-t pt-2">
            <p className="mb-1 text-sm">
              <span className="font-medium">{name}</span>
              {at ? (
                <span className="text-faint">
                  {' '}
                  · <Time value={at} look="moment" />
                </span>
              ) : null}
            </p>
            <Differences differences={differences} heads={{ before: t('before'), after: t('after') }} />
          </li>
        ))}
      </ul>
    </details>
  );
}
