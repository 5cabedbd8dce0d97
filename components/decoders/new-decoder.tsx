'use client';
import Plus from 'lucide-react/icons/plus';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type FieldWords, useParse } from '#components/frame/issue-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Combobox, type ComboboxOption } from '#components/ui/combobox.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import { TextareaField, TextField } from '#components/ui/text-field.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import { createDecoder } from '#server/decoders/actions.ts';
import {
  decoderCreateSchema,
  SCRIPT_CONTRACTS,
  type ScriptContract,
} from '#server/decoders/script-contract.ts';
import { STARTING_SCRIPTS } from './starting-scripts.ts';

export interface NewDecoderProps {
  types: { id: string; name: string; group: string }[];
  /** Opened by `?new` in the address, with `deviceType` chosen; else by its own button. */
  byAddress?: boolean | undefined;
}

export function NewDecoderDialog({ types, byAddress }: NewDecoderProps) {
  const t = useTranslations('decoders');
  const [params, change] = useUrlParams();
  const [inner, setInner] = useState(false);
  const wanted = params.get('deviceType');
  const set = (next: boolean) => {
    if (!byAddress) setInner(next);
    else if (!next)
      change((address) => {
        address.delete('new');
        address.delete('deviceType');
      });
  };
  return (
    <Dialog
      open={byAddress ? params.has('new') : inner}
      onOpenChange={set}
      holdOpen
      title={t('create.title')}
      description={t('create.lead')}
      {...(byAddress
        ? {}
        : {
            trigger: (
              <Button variant="primary" icon={<Plus aria-hidden="true" />}>
                {t('list.add')}
              </Button>
            ),
          })}
    >
      <DecoderForm types={types} wanted={byAddress ? wanted : null} />
    </Dialog>
  );
}

function DecoderForm({ types, wanted }: { types: NewDecoderProps['types']; wanted: string | null }) {
  const t = useTranslations('decoders.create');
  const ui = useTranslations('ui');
  const options: ComboboxOption[] = types.map(({ id, name, group }) => ({
    value: id,
    label: name,
    hint: group,
  }));
  const router = useRouter();
  const act = useAct();
  const parse = useParse();
  const [type, setType] = useState(options.find((option) => option.value === wanted) ?? null);
  const [values, setValues] = useState({ name: '', description: '', contract: 'ts013' as ScriptContract });
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefusal(undefined);
    const input = { ...values, deviceTypeId: type?.value ?? '', ...STARTING_SCRIPTS[values.contract] };
    const parsed = parse(decoderCreateSchema, input);
    setFields(parsed.ok ? {} : parsed.fields);
    if (!parsed.ok) return;
    setPending(true);
    const done = t('created', { name: parsed.value.name });
    const answer = await act(createDecoder(parsed.value), { done, quiet: true });
    setPending(false);
    if (answer.ok) router.push(`/creator/decoders/${answer.value.id}`);
    else setRefusal(answer.words);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <Combobox
        label={t('type')}
        options={options}
        value={type}
        onValueChange={setType}
        error={fields.deviceTypeId}
      />
      <TextField
        label={t('name')}
        name="name"
        autoFocus
        maxLength={255}
        placeholder={t('namePlaceholder')}
        hint={t('nameHint')}
        value={values.name}
        error={fields.name}
        onChange={(event) => setValues({ ...values, name: event.target.value })}
      />
      <TextareaField
        label={t('description')}
        name="description"
        optional
        rows={2}
        maxLength={255}
        value={values.description}
        error={fields.description}
        onChange={(event) => setValues({ ...values, description: event.target.value })}
      />
      <RadioGroup
        label={t('contract')}
        look="cards"
        options={[...SCRIPT_CONTRACTS].reverse().map((value) => ({
          value,
          label: t(`contracts.${value}`),
          hint: t(`contractHint.${value}`),
        }))}
        value={values.contract}
        onValueChange={(contract) => setValues({ ...values, contract })}
      />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
        <Button type="submit" variant="primary" pending={pending}>
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}
