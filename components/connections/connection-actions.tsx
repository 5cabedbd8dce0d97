'use client';
import Pencil from 'lucide-react/icons/pencil';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { DeleteMenu } from '#components/frame/delete-menu.tsx';
import { useParse } from '#components/frame/issue-words.ts';
import { OnOffButton } from '#components/frame/on-off-button.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { deleteConnection, updateConnection } from '#server/lora-networks/actions.ts';
import { type ConnectionDetail, connectionUpdateSchema } from '#server/lora-networks/contract.ts';
import { connectionKeys } from './queries.ts';

export interface ConnectionRights {
  update: boolean;
  reveal: boolean;
  delete: boolean;
  addDevice: boolean;
}

export function ConnectionActions({
  connection,
  may,
}: {
  connection: ConnectionDetail;
  may: ConnectionRights;
}) {
  const t = useTranslations('connections');
  return (
    <>
      {may.update ? (
        <>
          <SwitchButton connection={connection} />
          <RenameDialog key={connection.name} connection={connection} />
        </>
      ) : null}
      {may.delete ? (
        <DeleteMenu
          label={t('more')}
          action={t('delete.action')}
          dialog={(shown) => (
            <DeleteDialog
              {...shown}
              title={t('delete.title', { name: connection.name })}
              action={t('delete.action')}
              typedName={connection.name}
              remove={() => deleteConnection({ id: connection.id })}
              done={t('delete.done', { name: connection.name })}
              to="/manager/connections"
            >
              {t('delete.text')}
            </DeleteDialog>
          )}
        />
      ) : null}
    </>
  );
}

function SwitchButton({ connection: { id, name, status } }: { connection: ConnectionDetail }) {
  const t = useTranslations('connections');
  return (
    <OnOffButton
      on={status === 'active'}
      words={{
        enable: t('enable'),
        disable: t('disable'),
        disableTitle: t('disableTitle', { name }),
        disableText: t('disableText'),
        enabled: t('enabled', { name }),
        disabled: t('disabled', { name }),
      }}
      write={(on) => updateConnection({ id, status: on ? 'active' : 'disabled' })}
      stale={[connectionKeys.one(id)]}
    />
  );
}

function RenameDialog({ connection }: { connection: ConnectionDetail }) {
  const t = useTranslations('connections');
  const act = useAct();
  const parse = useParse();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(connection.name);
  const [error, setError] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const parsed = parse(connectionUpdateSchema, { id: connection.id, name });
    if (!parsed.ok) return setError(parsed.fields.name);
    const stale = [connectionKeys.one(connection.id)];
    const answer = await act(updateConnection(parsed.value), { done: t('saved'), stale, quiet: true });
    if (answer.ok) setOpen(false);
    else setError(answer.words);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="sm"
      title={t('editTitle')}
      trigger={<Button icon={<Pencil aria-hidden="true" />}>{t('edit')}</Button>}
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <TextField
          label={t('form.name')}
          name="name"
          maxLength={255}
          value={name}
          error={error}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" variant="primary" className="self-end">
          {t('save')}
        </Button>
      </form>
    </Dialog>
  );
}
