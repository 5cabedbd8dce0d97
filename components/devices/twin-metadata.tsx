'use client';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { deleteMetadata, setMetadata } from '#server/twins/actions.ts';
import { metadataSetSchema, type Twin } from '#server/twins/twin-contract.ts';
import { deviceKeys } from './queries.ts';

type Editing = { key: string | null; start: { key: string; value: string } } | null;

/** Key and value of the customer's own: changed in place, taken away with a way back. */
export function TwinMetadata({ twin, editable }: { twin: Twin; editable: boolean }) {
  const t = useTranslations('devices.metadata');
  const [editing, setEditing] = useState<Editing>(null);
  const entries = Object.entries(twin.metadata).sort(([a], [b]) => a.localeCompare(b));
  return (
    <div className="flex flex-col gap-2">
      {entries.length === 0 && !editing ? <p className="text-dim text-sm">{t('none')}</p> : null}
      <ul>
        {entries.map(([key, value]) => (
          <li key={key} className="border-line-soft border-b last:border-0">
            {editing?.key === key ? (
              <MetadataForm twin={twin} editing={editing} onDone={() => setEditing(null)} />
            ) : (
              <div className="flex items-baseline gap-3 py-1.5 text-sm">
                <span className="min-w-0 flex-1 break-words text-dim">{key}</span>
                <span className="max-w-[55%] whitespace-pre-wrap break-words text-right font-medium">
                  {value}
                </span>
                {editable ? (
                  <span className="flex shrink-0 self-center">
                    <IconButton
                      size="sm"
                      label={t('edit', { key })}
                      icon={<Pencil aria-hidden="true" className="size-3.5!" />}
                      onClick={() => setEditing({ key, start: { key, value } })}
                    />
                    <Remove twin={twin} name={key} value={value} />
                  </span>
                ) : null}
              </div>
            )}
          </li>
        ))}
      </ul>
      {editing && editing.key === null ? (
        <MetadataForm twin={twin} editing={editing} onDone={() => setEditing(null)} />
      ) : null}
      {editable && !editing ? (
        <Button
          size="sm"
          className="self-start"
          icon={<Plus aria-hidden="true" />}
          onClick={() => setEditing({ key: null, start: { key: '', value: '' } })}
        >
          {t('add')}
        </Button>
      ) : null}
      {editable ? null : <p className="text-faint text-xs">{t('locked')}</p>}
    </div>
  );
}

function Remove({ twin, name, value }: { twin: Twin; name: string; value: string }) {
  const t = useTranslations('devices.metadata');
  const act = useAct();
  const { deviceId } = twin;
  const stale = [deviceKeys.twin(deviceId)];
  return (
    <IconButton
      size="sm"
      label={t('remove', { key: name })}
      icon={<Trash2 aria-hidden="true" className="size-3.5!" />}
      onClick={() =>
        void act(deleteMetadata({ deviceId, key: name, basedOn: [twin.tags.metadata] }), {
          done: t('removed', { key: name }),
          stale,
          undo: {
            label: t('undo'),
            run: () => void act(setMetadata({ deviceId, key: name, value }), { stale }),
          },
        })
      }
    />
  );
}

interface MetadataFormProps {
  twin: Twin;
  editing: NonNullable<Editing>;
  onDone: () => void;
}

function MetadataForm({ twin, editing, onDone }: MetadataFormProps) {
  const t = useTranslations('devices.metadata');
  const ui = useTranslations('ui');
  const act = useAct();
  const parse = useParse();
  const [values, setValues] = useState(editing.start);
  const [fields, setFields] = useState<FieldWords>({});
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { deviceId: twin.deviceId, ...values, basedOn: [twin.tags.metadata] };
    const parsed = parse(metadataSetSchema, input);
    if (!parsed.ok) return setFields(parsed.fields);
    if (editing.key === null && parsed.value.key in twin.metadata) return setFields({ key: t('taken') });
    setPending(true);
    const done = await act(setMetadata(input), { stale: [deviceKeys.twin(twin.deviceId)] });
    setPending(false);
    if (done.ok) onDone();
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      onKeyDown={(event) => event.key === 'Escape' && onDone()}
      className="grid grid-cols-2 items-start gap-2 py-2"
    >
      <TextField
        label={t('key')}
        hideLabel
        placeholder={t('key')}
        autoFocus={editing.key === null}
        disabled={editing.key !== null}
        maxLength={100}
        value={values.key}
        error={fields.key}
        onChange={(event) => setValues({ ...values, key: event.target.value })}
      />
      <TextField
        label={t('value')}
        hideLabel
        placeholder={t('value')}
        autoFocus={editing.key !== null}
        maxLength={1000}
        value={values.value}
        error={fields.value}
        onChange={(event) => setValues({ ...values, value: event.target.value })}
      />
      <div className="col-span-2 flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          {ui('cancel')}
        </Button>
        <Button size="sm" type="submit" variant="primary" pending={pending}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
