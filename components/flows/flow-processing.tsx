'use client';
import CodeXml from 'lucide-react/icons/code-xml';
import { useTranslations } from 'next-intl';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Flow, FlowDeviceType, FlowWarning } from '#server/flows/contract.ts';
import { WarningList } from './flow-warnings.tsx';
import { LinkDevicesDialog } from './link-devices.tsx';
import { useFlow } from './queries.ts';
import { TypeProcessing } from './type-processing.tsx';

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
