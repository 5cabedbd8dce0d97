'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import type { Acted } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogFormFoot } from '#components/ui/dialog-buttons.tsx';
import { NameField } from '#components/ui/name-fields.tsx';
import type { ScriptOutcome, ScriptTest } from '#server/scripts/contract.ts';
import { OutcomeRecords } from './outcome-records.tsx';
import type { Tests } from './use-tests.ts';
import type { Ran } from './use-trial.ts';

interface Frame {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  tests: Tests;
}

interface KeepTestProps extends Frame {
  ran: Ran | null;
  /** Of what makes no records: what it makes instead. */
  made?: ((outcome: ScriptOutcome) => React.ReactNode) | undefined;
}

/** Keeps what was run as a test: under what name, and what must come out from here on. */
export function KeepTestDialog({ ran, made, tests, open, onOpenChange }: KeepTestProps) {
  const t = useTranslations('scripts.tests');
  if (!ran) return null;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      holdOpen
      title={t('keepTitle')}
      description={t('keepLead')}
    >
      {open ? (
        <NameForm
          first={ran.name}
          submit={t('keepSubmit')}
          send={(name) => tests.keep(name, ran)}
          onDone={() => onOpenChange(false)}
        >
          {ran.outcome.error ? (
            <Banner
              kind="warn"
              title={t('keepError', { name: ran.outcome.error.name, message: ran.outcome.error.message })}
            />
          ) : (
            (made?.(ran.outcome) ?? <OutcomeRecords outcome={ran.outcome} />)
          )}
        </NameForm>
      ) : null}
    </Dialog>
  );
}

export function RenameTestDialog({ test, tests, open, onOpenChange }: Frame & { test: ScriptTest }) {
  const t = useTranslations('scripts.tests');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} holdOpen title={t('renameTitle')}>
      {open ? (
        <NameForm
          first={test.name}
          submit={t('rename')}
          send={(name) => tests.rename(test.id, name)}
          onDone={() => onOpenChange(false)}
        />
      ) : null}
    </Dialog>
  );
}

interface NameFormProps {
  first: string;
  submit: string;
  send: (name: string) => Promise<Acted<unknown> | null>;
  onDone: () => void;
  children?: React.ReactNode;
}

function NameForm({ first, submit, send, onDone, children }: NameFormProps) {
  const t = useTranslations('scripts.tests');
  const [name, setName] = useState(first);
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return setRefusal(t('nameMissing'));
    setPending(true);
    const answer = await send(name.trim());
    setPending(false);
    if (answer?.ok) onDone();
    else if (answer) setRefusal(answer.words);
  };
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <NameField label={t('name')} value={name} onValueChange={setName} />
      {children}
      <DialogFormFoot pending={pending}>{submit}</DialogFormFoot>
    </form>
  );
}
