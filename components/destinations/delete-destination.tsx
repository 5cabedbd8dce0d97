'use client';
import { useTranslations } from 'next-intl';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { deleteDestination } from '#server/destinations/actions.ts';
import type { Destination } from '#server/destinations/contract.ts';

export interface DeleteDestinationProps {
  destination: Destination;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function DeleteDestinationDialog({ destination, open, onOpenChange }: DeleteDestinationProps) {
  const t = useTranslations('destinations.delete');
  const { id, name, flows, backlog } = destination;
  return (
    <DeleteDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('title', { name })}
      action={t('action')}
      typedName={flows.length > 0 || backlog > 0 ? name : undefined}
      remove={() => deleteDestination({ id })}
      done={t('done', { name })}
      to="/manager/destinations"
    >
      <p className="mb-1 font-medium text-ink">{t('stops')}</p>
      <ul className="mb-3 list-disc space-y-0.5 pl-5">
        {flows.map((flow) => (
          <li key={flow.id}>{t('flow', { name: flow.name })}</li>
        ))}
        {backlog > 0 ? <li>{t('backlog', { count: backlog })}</li> : null}
        {flows.length === 0 && backlog === 0 ? <li>{t('none')}</li> : null}
      </ul>
      <p>{t('log')}</p>
    </DeleteDialog>
  );
}
