'use client';
import CodeXml from 'lucide-react/icons/code-xml';
import { useTranslations } from 'next-intl';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Flow, FlowDeviceType, FlowWarning } from '#server/flows/contract.ts';
import { DecoderCard, enabledFirst } from './decoder-card.tsx';
import { EncoderCard, type EncoderCardProps } from './encoder-card.tsx';
import { WarningList } from './flow-warnings.tsx';
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
          warnings={flow.warnings.filter((warning) => isAbout(warning, type.deviceType.id))}
          mayUpdate={mayUpdate}
          mayWriteScripts={mayWriteScripts}
        />
      ))}
    </div>
  );
}

const isAbout = ({ object, details }: FlowWarning, typeId: string) =>
  object.kind === 'device-type' ? object.id === typeId : details.deviceTypeId === typeId;

function TypePanel(props: {
  flowId: string;
  type: FlowDeviceType;
  warnings: readonly FlowWarning[];
  mayUpdate: boolean;
  mayWriteScripts: boolean;
}) {
  const { flowId, type, warnings, mayUpdate, mayWriteScripts } = props;
  const t = useTranslations('flows.processing');
  const { id, name } = type.deviceType;
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
      {warnings.length > 0 ? (
        <div className="mx-4 mb-3 rounded-lg border border-warn/35 bg-warn-soft px-3 py-2">
          <WarningList flowId={flowId} warnings={warnings} />
        </div>
      ) : null}
      <TypeProcessing flowId={flowId} type={type} mayUpdate={mayUpdate} />
    </Panel>
  );
}

/** What a type's messages are read with, and what is told to its devices with. */
export function TypeProcessing({ flowId, type, mayUpdate }: Omit<EncoderCardProps, 'encoder'>) {
  const t = useTranslations('flows.processing');
  return (
    <>
      <SubHeading>{t('decoders')}</SubHeading>
      {type.decoders.length === 0 ? <p className="px-4 pb-4 text-dim">{t('none')}</p> : null}
      <ul>
        {enabledFirst(type.decoders).map((decoder) => (
          <li key={decoder.id} className="border-line-soft border-t">
            <DecoderCard flowId={flowId} type={type} decoder={decoder} mayUpdate={mayUpdate} />
          </li>
        ))}
      </ul>
      <SubHeading>{t('encoders')}</SubHeading>
      {type.encoders.length === 0 ? <p className="px-4 pb-4 text-dim">{t('noEncoder')}</p> : null}
      <ul>
        {type.encoders.map((encoder) => (
          <li key={encoder.id} className="border-line-soft border-t">
            <EncoderCard flowId={flowId} type={type} encoder={encoder} mayUpdate={mayUpdate} />
          </li>
        ))}
      </ul>
    </>
  );
}

function SubHeading({ children }: { children: string }) {
  return <h3 className="border-line-soft border-t px-4 py-2 font-semibold text-dim text-xs">{children}</h3>;
}
