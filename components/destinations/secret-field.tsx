'use client';
import KeyRound from 'lucide-react/icons/key-round';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { useCopy } from '#components/ui/copy.ts';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';

export interface SecretFieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  name: string;
  value: string;
  /** There is one already: it can be replaced, never read. */
  isSet: boolean;
  onChange: (value: string) => void;
  generate?: (() => string) | undefined;
  optional?: boolean | undefined;
  lines?: boolean | undefined;
}

export function SecretField(props: SecretFieldProps) {
  const { label, hint, error, name, value, isSet, onChange, generate, optional, lines } = props;
  const t = useTranslations('destinations.form');
  const [replacing, setReplacing] = useState(false);
  if (isSet && !replacing) {
    return (
      <div>
        <div className="mb-1 font-medium text-sm">{label}</div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-md border border-line bg-sunk px-2.5 py-1.5 text-dim text-sm">
          <KeyRound aria-hidden="true" className="size-4 shrink-0 text-accent" />
          <span className="min-w-0 flex-1">{t('set')}</span>
          <Button size="sm" onClick={() => setReplacing(true)} aria-label={`${t('replace')}: ${label}`}>
            {t('replace')}
          </Button>
        </div>
        {error ? <p className="mt-1 text-bad text-sm">{error}</p> : null}
      </div>
    );
  }
  const keep = isSet ? (
    <Button
      size="sm"
      variant="quiet"
      onClick={() => {
        onChange('');
        setReplacing(false);
      }}
    >
      {t('keep')}
    </Button>
  ) : null;
  const field = { label, hint, error, name, value, optional: optional ?? false, autoComplete: 'off' };
  return (
    <div>
      {lines ? (
        <TextareaField {...field} mono rows={4} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <TextField
          {...field}
          mono
          type={generate ? 'text' : 'password'}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <div className="mt-1.5 flex flex-wrap gap-2 empty:hidden">
        {generate ? (
          <Button size="sm" onClick={() => onChange(generate())} aria-label={`${t('generate')}: ${label}`}>
            {t('generate')}
          </Button>
        ) : null}
        {generate && value ? <CopyButton value={value} label={label} /> : null}
        {keep}
      </div>
    </div>
  );
}

function CopyButton({ value, label }: { value: string; label: string }) {
  const ui = useTranslations('ui');
  const { copied, copy } = useCopy();
  return (
    <Button size="sm" onClick={() => copy(value)} aria-label={`${ui('copy')}: ${label}`}>
      {copied ? ui('copied') : ui('copy')}
    </Button>
  );
}
