'use client';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import Send from 'lucide-react/icons/send';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { cx } from '#components/ui/cx.ts';
import { Panel, PanelSection } from '#components/ui/panel.tsx';
import type { TestOutcome } from '#server/destinations/contract.ts';
import { useCodeWords } from './destination-state.tsx';
import { HeaderLines } from './header-lines.tsx';

export interface TestMessageProps {
  outcome: TestOutcome | null;
  pending: boolean;
  onSend: () => void;
}

/** Sends one real message with the form as it stands and shows what the receiver really said. */
export function TestMessage({ outcome, pending, onSend }: TestMessageProps) {
  const t = useTranslations('destinations.test');
  return (
    <Panel title={t('title')}>
      <p className="mb-3 text-dim text-sm">{t('lead')}</p>
      <Button icon={<Send aria-hidden="true" />} pending={pending} onClick={onSend}>
        {outcome ? t('again') : t('send')}
      </Button>
      <div aria-live="polite">{outcome ? <Outcome outcome={outcome} /> : null}</div>
    </Panel>
  );
}

function Outcome({ outcome }: { outcome: TestOutcome }) {
  const t = useTranslations('destinations.test');
  const words = useCodeWords();
  const Mark = outcome.ok ? CircleCheck : CircleX;
  const title = outcome.ok ? t('taken') : outcome.status === null ? t('noAnswer') : t('refused');
  return (
    <div className="mt-4">
      <p className={cx('flex items-start gap-2 font-medium', outcome.ok ? 'text-accent' : 'text-bad')}>
        <Mark aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0">
          {title}
          <span className="block font-normal text-dim text-sm">
            {outcome.status === null
              ? words(outcome.error ?? '', outcome.message)
              : `HTTP ${outcome.status} · ${Math.round(outcome.durationMs)} ms`}
          </span>
        </span>
      </p>
      <div className="mt-3">
        {outcome.status === null ? null : (
          <PanelSection title={t('answer')}>
            <CodeBlock value={outcome.response || t('noBody')} wrap maxHeight="short" />
          </PanelSection>
        )}
        <PanelSection title={t('sent')}>
          <HeaderLines request={outcome.request} />
          <CodeBlock value={outcome.request.body} language="json" maxHeight="short" className="mt-2" />
        </PanelSection>
      </div>
    </div>
  );
}
