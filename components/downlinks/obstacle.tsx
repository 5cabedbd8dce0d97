'use client';
import Ban from 'lucide-react/icons/ban';
import { useTranslations } from 'next-intl';
import { DeviceSwitch } from '#components/devices/device-switch.tsx';
import { NETWORK_TABS } from '#components/devices/networks/network-tabs.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Device } from '#server/devices/contract.ts';
import type { OfferObstacle } from '#server/downlinks/contract.ts';

interface ObstacleProps {
  device: Pick<Device, 'id' | 'name' | 'status' | 'deviceType'>;
  obstacle: OfferObstacle;
  mayUpdate: boolean;
}

/** Why nothing can be sent, and the way to where that is mended. */
export function Obstacle({ device, obstacle, mayUpdate }: ObstacleProps) {
  const t = useTranslations('downlinks.obstacle');
  const href = mendedAt(device, obstacle);
  return (
    <Panel>
      <EmptyState
        icon={<Ban aria-hidden="true" />}
        title={t(`${obstacle}.title`)}
        action={
          obstacle === 'deactivated' ? (
            mayUpdate && <DeviceSwitch device={device} />
          ) : (
            <ButtonLink variant="primary" href={href}>
              {t(`${obstacle}.fix`)}
            </ButtonLink>
          )
        }
      >
        {t(`${obstacle}.text`)}
      </EmptyState>
    </Panel>
  );
}

function mendedAt({ id, deviceType }: ObstacleProps['device'], obstacle: OfferObstacle): string {
  const page = `/manager/devices/${id}`;
  const over = (wanted: readonly string[]) => {
    const network = deviceType.networks.find((one) => wanted.includes(one));
    return network ? `${page}/${NETWORK_TABS[network]}` : `${page}/device`;
  };
  switch (obstacle) {
    case 'managed':
      return `${page}/graph`;
    case 'no-flow':
      return `${page}/flows`;
    case 'not-on-network':
    case 'network-cannot-send':
      return over(['lora']);
    case 'no-secret':
      return over(['cellular', 'generic']);
    case 'connection-not-set-up':
      return '/manager/connections';
    default:
      return over(['lora', 'cellular', 'generic']);
  }
}
