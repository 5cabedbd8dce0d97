'use client';
import ChevronDown from 'lucide-react/icons/chevron-down';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import Lightbulb from 'lucide-react/icons/lightbulb';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { cx } from '#components/ui/cx.ts';
import { Panel } from '#components/ui/panel.tsx';
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
  return (
    <Panel
      className="mb-4"
      title={t('title')}
      actions={
        <Link
          href={`/manager/devices/${data.subject.id}/diagnosis`}
          className="rounded-sm font-medium text-accent text-sm hover:underline"
        >
          {t('all')}
        </Link>
      }
    >
      {advice.length === 0 ? (
        <p className="flex items-start gap-2 text-dim text-sm">
          <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-accent" />
          {t('none')}
        </p>
      ) : (
        <ul className="flex flex-col gap-1">
          {advice.map((finding) => (
            <li key={finding.cause}>
              <Advice finding={finding} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Advice({ finding }: { finding: Finding }) {
  const t = useTranslations('diagnosis');
  const { what, todo } = useCauseWords()(finding);
  const stops = finding.severity === 'stops';
  const Mark = stops ? CircleX : Lightbulb;
  return (
    <details className="group">
      <summary className="-mx-2 flex cursor-pointer list-none items-start gap-2 rounded-md px-2 py-1.5 hover:bg-hover">
        <Mark aria-hidden="true" className={cx('mt-0.5 size-4 shrink-0', stops ? 'text-bad' : 'text-warn')} />
        <span className="min-w-0 flex-1 break-words">
          <span className="font-semibold">{what}.</span> <span className="text-dim">{todo}</span>
        </span>
        <ChevronDown
          aria-hidden="true"
          className="mt-0.5 size-4 shrink-0 text-faint transition-transform group-open:rotate-180"
        />
      </summary>
      <div className="py-2 pl-6">
        <h3 className="mb-1.5 font-semibold text-dim text-sm">{t('evidence')}</h3>
        <EvidenceList evidence={finding.evidence} />
      </div>
    </details>
  );
}
