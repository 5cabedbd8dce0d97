'use client';
import ChevronDown from 'lucide-react/icons/chevron-down';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import Lightbulb from 'lucide-react/icons/lightbulb';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cx } from '#components/ui/cx.ts';
import { type Diagnosis, type Finding, isAdvice } from '#server/diagnosis/contract.ts';
import { useCauseWords } from './cause-words.ts';
import { EvidenceList } from './evidence-list.tsx';
import { useDiagnosis } from './queries.ts';

/** What a device's own radio traffic says that could be better, with the frames that show it. */
export function RadioAdvice({ initial }: { initial: Diagnosis }) {
  const t = useTranslations('diagnosis.advice');
  const { data } = useDiagnosis(initial);
  const advice = data.findings.filter(({ cause }) => isAdvice(cause));
  const heard = data.steps.some(({ step, at }) => step === 'heard' && at !== null);
  // Of what was never heard there is nothing to be said but in the whole diagnosis.
  if (advice.length === 0 && !heard) return null;
  const all = (
    <Link
      href={`/manager/devices/${data.subject.id}/diagnosis`}
      className="shrink-0 rounded-sm font-medium text-accent text-sm hover:underline"
    >
      {t('all')}
    </Link>
  );
  if (advice.length === 0)
    return (
      <section className={cx(FRAME, 'flex items-center gap-2 px-4 py-2.5 text-sm')}>
        <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-accent" />
        <h2 className="font-semibold">{t('title')}</h2>
        <p className="min-w-0 flex-1 truncate text-dim" title={t('none')}>
          {t('none')}
        </p>
        {all}
      </section>
    );
  return <FoldedAdvice advice={advice} all={all} />;
}

const FRAME = 'mb-4 rounded-xl border border-line bg-panel shadow-1';

/** One line while it is closed: the messages below are what was asked for. */
function FoldedAdvice({ advice, all }: { advice: readonly Finding[]; all: ReactNode }) {
  const t = useTranslations('diagnosis.advice');
  const words = useCauseWords();
  const stops = advice.some(({ severity }) => severity === 'stops');
  const Mark = stops ? CircleX : Lightbulb;
  return (
    <details className={cx('group/all', FRAME)}>
      <summary className="focus-inset flex cursor-pointer list-none items-center gap-2 rounded-xl px-4 py-2.5 text-sm hover:bg-hover">
        <Mark aria-hidden="true" className={cx('size-4 shrink-0', stops ? 'text-bad' : 'text-warn')} />
        <h2 className="shrink-0 font-semibold">
          {t('title')} <span className="font-normal text-dim tabular-nums">{advice.length}</span>
        </h2>
        <span className="min-w-0 flex-1 truncate text-dim group-open/all:invisible">
          {advice.map((finding) => words(finding).what).join(' · ')}
        </span>
        <ChevronDown
          aria-hidden="true"
          className="size-4 shrink-0 text-faint transition-transform group-open/all:rotate-180"
        />
      </summary>
      <div className="px-4 pb-3">
        <ul className="mb-2 flex flex-col">
          {advice.map((finding) => (
            <li key={finding.cause}>
              <Advice finding={finding} />
            </li>
          ))}
        </ul>
        {all}
      </div>
    </details>
  );
}

function Advice({ finding }: { finding: Finding }) {
  const t = useTranslations('diagnosis');
  const { what, todo } = useCauseWords()(finding);
  const stops = finding.severity === 'stops';
  const Mark = stops ? CircleX : Lightbulb;
  return (
    <details className="group">
      <summary className="-mx-2 flex cursor-pointer list-none items-center gap-2 rounded-md px-2 py-1.5 text-sm hover:bg-hover">
        <Mark aria-hidden="true" className={cx('size-4 shrink-0', stops ? 'text-bad' : 'text-warn')} />
        <span className="min-w-0 flex-1 truncate font-medium group-open:whitespace-normal">{what}</span>
        <ChevronDown
          aria-hidden="true"
          className="size-4 shrink-0 text-faint transition-transform group-open:rotate-180"
        />
      </summary>
      <div className="pt-1 pb-3 pl-6">
        <p className="mb-2 max-w-prose break-words text-dim text-sm">{todo}</p>
        <h3 className="mb-1.5 font-semibold text-dim text-sm">{t('evidence')}</h3>
        <EvidenceList evidence={finding.evidence} />
      </div>
    </details>
  );
}
