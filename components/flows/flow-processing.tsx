'use client';
import CodeXml from 'lucide-react/icons/code-xml';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Flow, FlowDeviceType } from '#server/flows/contract.ts';
import { DecoderCard, enabledFirst } from './decoder-card.tsx';
import { LinkDevicesDialog } from './link-devices.tsx';
import { useFlow } from './queries.ts';

export interface FlowProcessingProps {
  flow: Flow;
  mayUpdate: boolean;
  mayWriteScripts: boolean;
}

export function FlowProcessing({ flow: painted, mayUpdate, mayWriteScripts }: FlowProcessingProps) {
  const t = useTranslations('flows.processing');
  const flow = useFlow(painted);
  if (flow.types.length === 0) {
    return (
      <Panel>
        <EmptyState
          icon={<CodeXml aria-hidden="true" />}
          title={t('emptyTitle')}
          action={mayUpdate ? <LinkDevicesDialog flow={flow} variant="primary" /> : undefined}
        >
          {t('emptyText')}
        </EmptyState>
      </Panel>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {flow.types.map((type) => (
        <TypePanel
          key={type.deviceType.id}
          flowId={flow.id}
          type={type}
          mayUpdate={mayUpdate}
          mayWriteScripts={mayWriteScripts}
        />
      ))}
    </div>
  );
}

function TypePanel(props: {
  flowId: string;
  type: FlowDeviceType;
  mayUpdate: boolean;
  mayWriteScripts: boolean;
}) {
  const { flowId, type, mayUpdate, mayWriteScripts } = props;
  const t = useTranslations('flows.processing');
  const warning = useTranslations('flows.warning');
  const { id, name } = type.deviceType;
  const none = !type.decoders.some((decoder) => decoder.enabled);
  return (
    <Panel
      id={`type-${id}`}
      title={name}
      note={`${t('devices', { count: type.devices })} · ${t('lastHour', { count: type.messagesLastHour })}`}
      padding="flush"
      actions={
        mayWriteScripts ? (
          <ButtonLink
            size="sm"
            href={`/creator/decoders?new&deviceType=${id}`}
            icon={<CodeXml aria-hidden="true" />}
          >
            {t('own')}
          </ButtonLink>
        ) : undefined
      }
    >
      {none ? (
        <Banner kind="warn" title={warning('what.no-decoder', { name })} className="mx-4 mb-3">
          {warning('todo.no-decoder', { devices: type.devices })}
        </Banner>
      ) : null}
      {type.decoders.length === 0 ? <p className="px-4 pb-4 text-dim">{t('none')}</p> : null}
      <ul>
        {enabledFirst(type.decoders).map((decoder) => (
          <li key={decoder.id} className="border-line-soft border-t">
            <DecoderCard flowId={flowId} type={type} decoder={decoder} mayUpdate={mayUpdate} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
