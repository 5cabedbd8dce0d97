'use client';
import { useQuery } from '@tanstack/react-query';
import Workflow from 'lucide-react/icons/workflow';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { WarningBadge, WarningList } from '#components/flows/flow-warnings.tsx';
import { GraphEditor } from '#components/flows/graph-editor.tsx';
import { LINK_STALE } from '#components/flows/queries.ts';
import { useGraphView, ViewChips } from '#components/flows/view-chips.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Device } from '#server/devices/contract.ts';
import { linkDevices, unlinkDevices } from '#server/flows/actions.ts';
import type { DeviceFlow } from '#server/flows/contract.ts';
import { LinkToFlow } from './link-to-flow.tsx';
import { deviceFlowsQuery, deviceKeys } from './queries.ts';

export interface DeviceFlowsProps {
  device: Pick<Device, 'id' | 'name' | 'project'>;
  initial: DeviceFlow[];
  mayUpdate: boolean;
}

/** Each is a drawing of its own; more are drawn when they are asked for. */
const DRAWN = 5;

export function DeviceFlows({ device, initial, mayUpdate }: DeviceFlowsProps) {
  const deviceId = device.id;
  const t = useTranslations('devices.flows');
  const [all, setAll] = useState(false);
  const { data } = useQuery({ ...deviceFlowsQuery(deviceId), initialData: initial });
  useLiveDevices([deviceId], [deviceKeys.flows(deviceId)], { everyMs: 2_000 });
  const view = useGraphView();
  const link = mayUpdate ? <LinkToFlow deviceId={deviceId} projectId={device.project.id} /> : null;
  if (data.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<Workflow aria-hidden="true" />} title={t('emptyTitle')} action={link}>
          {t('emptyText')}
        </EmptyState>
      </Panel>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 text-dim">{t('lead')}</p>
        {link}
      </div>
      <ViewChips view={view} />
      {(all ? data : data.slice(0, DRAWN)).map((flow) => (
        <OneFlow
          key={flow.id}
          flow={flow}
          deviceId={deviceId}
          deviceName={device.name}
          mayUpdate={mayUpdate}
          asList={view.asList}
        />
      ))}
      {all || data.length <= DRAWN ? null : (
        <Button className="self-center" onClick={() => setAll(true)}>
          {t('all', { count: data.length })}
        </Button>
      )}
    </div>
  );
}

interface OneFlowProps {
  flow: DeviceFlow;
  deviceId: string;
  deviceName: string;
  mayUpdate: boolean;
  asList: boolean;
}

function OneFlow({ flow, deviceId, deviceName, mayUpdate, asList }: OneFlowProps) {
  const t = useTranslations('devices.flows');
  return (
    <Panel
      title={
        <Link href={`/manager/flows/${flow.id}`} className="hover:text-accent hover:underline">
          {flow.name}
        </Link>
      }
      note={<WarningBadge flowId={flow.id} warnings={flow.warnings} />}
      actions={mayUpdate ? <Unlink flow={flow} deviceId={deviceId} deviceName={deviceName} /> : null}
    >
      <GraphEditor
        flow={flow}
        mayUpdate={mayUpdate}
        asList={asList}
        label={t('way', { device: deviceName, flow: flow.name })}
      />
      {flow.warnings.length > 0 ? (
        <div className="mt-4">
          <WarningList flowId={flow.id} warnings={flow.warnings} />
        </div>
      ) : null}
    </Panel>
  );
}

function Unlink({ flow, deviceId, deviceName }: Omit<OneFlowProps, 'mayUpdate' | 'asList'>) {
  const t = useTranslations('devices.flows');
  const act = useAct();
  const both = { flowId: flow.id, deviceIds: [deviceId] };
  const stale = LINK_STALE;
  return (
    <Button
      size="sm"
      variant="quiet"
      onClick={() =>
        void act(unlinkDevices(both), {
          done: t('unlinked', { device: deviceName, flow: flow.name }),
          stale,
          undo: { label: t('undo'), run: () => void act(linkDevices(both), { stale }) },
        })
      }
    >
      {t('unlink')}
    </Button>
  );
}
