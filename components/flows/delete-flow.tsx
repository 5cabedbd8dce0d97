'use client';
import { useTranslations } from 'next-intl';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { deleteFlow } from '#server/flows/actions.ts';
import type { Flow } from '#server/flows/contract.ts';

const NAMED = 5;

export interface DeleteFlowProps {
  flow: Flow;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Names what stops before it stops. */
export function DeleteFlowDialog({ flow, open, onOpenChange }: DeleteFlowProps) {
  const t = useTranslations('flows.delete');
  const more = flow.destinations.length - NAMED;
  return (
    <DeleteDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('title', { name: flow.name })}
      action={t('action')}
      typedName={flow.deviceCount > 0 ? flow.name : undefined}
      remove={() => deleteFlow({ id: flow.id })}
      done={t('done', { name: flow.name })}
      to="/manager/flows"
    >
      <p className="mb-1 font-medium text-ink">{t('stops')}</p>
      <ul className="mb-3 list-disc space-y-0.5 pl-5">
        {flow.deviceCount > 0 ? <li>{t('devices', { count: flow.deviceCount })}</li> : null}
        {flow.destinations.slice(0, NAMED).map(({ id, name, lastHour }) => (
          <li key={id}>{t('destination', { name, count: lastHour.delivered + lastHour.failed })}</li>
        ))}
        {more > 0 ? <li>{t('andMore', { count: more })}</li> : null}
        {flow.deviceCount + flow.destinations.length === 0 ? <li>{t('nothing')}</li> : null}
      </ul>
      <p>{t('stays')}</p>
    </DeleteDialog>
  );
}
