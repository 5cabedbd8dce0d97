'use client';
import ArrowRight from 'lucide-react/icons/arrow-right';
import CircleX from 'lucide-react/icons/circle-x';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslations } from 'next-intl';
import { ButtonLink } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { Pill } from '#components/ui/pill.tsx';
import type { Finding, Remedy } from '#server/diagnosis/contract.ts';
import { hrefOf, useCauseWords } from './cause-words.ts';
import { EvidenceList } from './evidence-list.tsx';
import type { Subject } from './queries.ts';
import { RemedyButton } from './remedy-button.tsx';

export interface FindingCardProps {
  finding: Finding;
  subject: Subject;
  network: 'lora' | 'cellular' | 'generic';
  /** Whoever may only look is shown the way, not the button. */
  may: Record<Remedy, boolean>;
  open: boolean;
}

/** What is wrong, what to do about it, and what shows it. */
export function FindingCard({ finding, subject, network, may, open }: FindingCardProps) {
  const t = useTranslations('diagnosis');
  const { what, todo } = useCauseWords()(finding);
  const stops = finding.severity === 'stops';
  const Mark = stops ? CircleX : TriangleAlert;
  const { fix } = finding;
  const mayFix = fix.remedy !== null && may[fix.remedy];
  return (
    <details open={open} className="group rounded-xl border border-line bg-panel shadow-1">
      <summary className="flex cursor-pointer list-none items-start gap-2.5 rounded-xl p-4 hover:bg-hover">
        <Mark aria-hidden="true" className={cx('mt-0.5 size-5 shrink-0', stops ? 'text-bad' : 'text-warn')} />
        <span className="min-w-0 flex-1 break-words font-semibold text-md">{what}</span>
        <span className="flex shrink-0 gap-1.5 max-sm:hidden">
          <Pill mark={null}>{t(`step.${finding.step}`)}</Pill>
          <Pill tone={stops ? 'bad' : 'warn'}>{t(finding.severity)}</Pill>
        </span>
      </summary>
      <div className="px-4 pb-4 sm:pl-11.5">
        <p className="max-w-prose break-words [overflow-wrap:anywhere]">
          <span className="font-semibold">{t('todo')}: </span>
          {todo}
        </p>
        <div className="mt-3 flex flex-wrap gap-2">
          {mayFix ? <RemedyButton fix={fix} subject={subject} /> : null}
          <ButtonLink
            size="sm"
            variant={mayFix ? 'secondary' : 'primary'}
            href={hrefOf(fix, subject, network)}
          >
            {t(`place.${fix.place}`)}
            <ArrowRight aria-hidden="true" />
          </ButtonLink>
        </div>
        {finding.evidence.length > 0 ? (
          <>
            <h3 className="mt-4 mb-1.5 font-semibold text-dim text-sm">{t('evidence')}</h3>
            <EvidenceList evidence={finding.evidence} />
          </>
        ) : null}
      </div>
    </details>
  );
}
