'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '../button.tsx';
import { Checkbox } from '../checkbox.tsx';
import { TextField } from '../text-field.tsx';
import type { SavedView } from './table-types.ts';

const longestName = 60;

interface ViewFormProps {
  view?: SavedView | undefined;
  submitLabel: string;
  onCancel: () => void;
  /** The words of a refusal, or null. */
  onSubmit: (values: { name: string; isDefault: boolean }) => Promise<string | null>;
}

/** Name and place of one view; used for saving and for renaming. */
export function ViewForm({ view, submitLabel, onCancel, onSubmit }: ViewFormProps) {
  const t = useTranslations('ui');
  const [name, setName] = useState(view?.name ?? '');
  const [isDefault, setDefault] = useState(view?.isDefault ?? false);
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setPending(true);
    setRefusal((await onSubmit({ name: name.trim(), isDefault })) ?? undefined);
    setPending(false);
  };
  return (
    <form
      onSubmit={(event) => void submit(event)}
      className="mt-2 flex flex-col gap-3 border-line border-t px-1 pt-2.5"
    >
      <TextField
        label={t('table.viewName')}
        autoFocus
        required
        maxLength={longestName}
        value={name}
        error={refusal}
        onChange={(event) => setName(event.target.value)}
      />
      <Checkbox label={t('table.openWithIt')} checked={isDefault} onCheckedChange={setDefault} />
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button size="sm" variant="primary" type="submit" pending={pending} disabled={name.trim() === ''}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
