'use client';
import Check from 'lucide-react/icons/check';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { FieldWords } from '#components/frame/issue-words.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { DeviceAdded } from './device-added.tsx';
import { TypeStep } from './type-step.tsx';
import { useCreate, useStepCheck } from './wizard-checks.ts';
import { STEPS, type Step, useWizard, type Wizard, type WizardProps } from './wizard-state.ts';
import { FlowStep, NameStep, NetworkStep } from './wizard-steps.tsx';

const parts = { type: TypeStep, name: NameStep, network: NetworkStep, flow: FlowStep };

export function DeviceWizard(props: WizardProps) {
  const t = useTranslations('devices.wizard');
  const wizard = useWizard(props);
  const [fields, setFields] = useState<FieldWords>({});
  const check = useStepCheck(wizard);
  const { create, pending, refusal } = useCreate(wizard, setFields);
  const form = useSeen(wizard.step, fields, refusal);
  if (!props.mayCreate) return <EmptyState title={t('notAllowed')}>{t('notAllowedText')}</EmptyState>;
  if (props.projects.length === 0)
    return <EmptyState title={t('noProject')}>{t('noProjectText')}</EmptyState>;
  if (wizard.created)
    return (
      <DeviceAdded
        created={wizard.created}
        wizard={wizard}
        deviceUrl={props.deviceUrl}
        mqttUrl={props.mqttUrl}
        next={props.next}
      />
    );
  const at = STEPS.indexOf(wizard.step);
  const last = at === STEPS.length - 1;
  const next = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = check(wizard.step);
    setFields(wrong);
    if (Object.keys(wrong).length > 0) return;
    if (last) await create();
    else wizard.go(STEPS[at + 1] as Step);
  };
  const Part = parts[wizard.step];
  return (
    <div className="grid items-start gap-4 md:grid-cols-[200px_minmax(0,1fr)]">
      <StepList wizard={wizard} />
      <Panel className="max-w-3xl">
        <form ref={form} onSubmit={next} noValidate className="flex flex-col gap-5">
          <div>
            <h2 className="font-semibold text-lg">{t(`${wizard.step}.title`)}</h2>
            <p className="text-dim">{t(`${wizard.step}.lead`)}</p>
          </div>
          {refusal ? (
            <div data-wrong role="alert">
              <Banner kind="bad" title={refusal} />
            </div>
          ) : null}
          <Part wizard={wizard} fields={fields} options={props} />
          <div className="flex flex-wrap items-center gap-2 border-line-soft border-t pt-4">
            {at > 0 ? (
              <Button onClick={() => wizard.go(STEPS[at - 1] as Step)}>{t('back')}</Button>
            ) : (
              <ButtonLink href="/manager/devices">{t('cancel')}</ButtonLink>
            )}
            <span className="flex-1" />
            <Button type="submit" variant="primary" pending={pending}>
              {last ? t('create') : t('next')}
            </Button>
          </div>
        </form>
      </Panel>
    </div>
  );
}

/** A step begins at its head, and what is wrong in it comes into view: on a phone it may be far from the button. */
function useSeen(step: Step, fields: FieldWords, refusal: string | undefined) {
  const form = useRef<HTMLFormElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current !== step) form.current?.scrollIntoView({ block: 'nearest' });
    before.current = step;
    if (Object.keys(fields).length === 0 && !refusal) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong]');
    wrong?.scrollIntoView({ block: 'center' });
    wrong?.focus({ preventScroll: true });
  }, [step, fields, refusal]);
  return form;
}

/** Where the reader is, and a way back to what was filled in already. */
function StepList({ wizard }: { wizard: Wizard }) {
  const t = useTranslations('devices.wizard');
  const at = STEPS.indexOf(wizard.step);
  return (
    <ol className="flex gap-1 overflow-x-auto md:flex-col" aria-label={t('steps')}>
      {STEPS.map((step, index) => (
        <li key={step} className="max-md:flex-1">
          <button
            type="button"
            disabled={index > at}
            aria-current={index === at ? 'step' : undefined}
            onClick={() => wizard.go(step)}
            className={cx(
              'flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left',
              index === at ? 'bg-sel font-medium' : 'text-dim enabled:hover:bg-hover',
            )}
          >
            <span
              className={cx(
                'grid size-5 shrink-0 place-items-center rounded-full border text-2xs [&_svg]:size-3',
                index < at
                  ? 'border-transparent bg-accent-soft text-accent'
                  : index === at
                    ? 'border-accent bg-accent text-on-accent'
                    : 'border-edge text-faint',
              )}
            >
              {index < at ? <Check aria-hidden="true" /> : index + 1}
            </span>
            <span className={index === at ? undefined : 'max-md:sr-only'}>{t(`${step}.short`)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
