'use client';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { deleteGateway } from '#server/lora-gateways/actions.ts';
import type { LoraGateway } from '#server/lora-gateways/contract.ts';
import { GatewayForm } from './gateway-form.tsx';

export function NewGateway() {
  const t = useTranslations('lora.gateways');
  return (
    <GatewayForm
      gateway={null}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden="true" />}>
          {t('add')}
        </Button>
      }
    />
  );
}

export function GatewayList({ gateways, mayUpdate }: { gateways: LoraGateway[]; mayUpdate: boolean }) {
  const t = useTranslations('lora.gateways');
  if (gateways.length === 0)
    return (
      <Panel>
        <EmptyState title={t('none')} action={mayUpdate ? <NewGateway /> : undefined}>
          {t('noneText')}
        </EmptyState>
      </Panel>
    );
  return (
    <Panel padding="flush">
      <ListTable
        bare
        figures
        label={t('title')}
        head={[
          { label: t('name') },
          { label: t('gatewayId') },
          { label: t('place') },
          { label: t('radius'), end: true },
          ...(mayUpdate ? [{ label: t('actions'), end: true }] : []),
        ]}
      >
        {gateways.map((gateway) => (
          <tr key={gateway.id}>
            <ListCell first wrap>
              {gateway.name}
            </ListCell>
            <ListCell className="mono">{gateway.gatewayId}</ListCell>
            <ListCell className="mono">
              {gateway.latitude.toFixed(5)}, {gateway.longitude.toFixed(5)}
            </ListCell>
            <ListCell end>{gateway.radius === null ? '–' : `${gateway.radius} m`}</ListCell>
            {mayUpdate ? (
              <ListCell end>
                <Row gateway={gateway} />
              </ListCell>
            ) : null}
          </tr>
        ))}
      </ListTable>
    </Panel>
  );
}

function Row({ gateway }: { gateway: LoraGateway }) {
  const t = useTranslations('lora.gateways');
  const [open, setOpen] = useState(false);
  const { id, name } = gateway;
  return (
    <span className="inline-flex gap-1">
      <GatewayForm
        gateway={gateway}
        trigger={
          <IconButton tooltip={false} icon={<Pencil aria-hidden="true" />} label={t('editNamed', { name })} />
        }
      />
      <IconButton
        tooltip={false}
        icon={<Trash2 aria-hidden="true" />}
        label={t('deleteNamed', { name })}
        className="text-bad"
        onClick={() => setOpen(true)}
      />
      <DeleteDialog
        open={open}
        onOpenChange={setOpen}
        title={t('deleteTitle', { name })}
        action={t('delete')}
        remove={() => deleteGateway({ id })}
        done={t('deleted', { name })}
        to="/manager/connectivity/gateways"
      >
        <p>{t('deleteText')}</p>
      </DeleteDialog>
    </span>
  );
}
