const ids = {
  device_id: 'dev1',
  application_ids: { application_id: 'app1' },
  dev_eui: '0004A30B001C0530',
  join_eui: '800000000000000C',
  dev_addr: '00BCB929',
};

const downlink = {
  session_key_id: 'AWnj0318qrtJ7kbudd8Vmw==',
  f_port: 15,
  f_cnt: 11,
  frm_payload: 'vu8=',
  confirmed: true,
  priority: 'NORMAL',
  correlation_ids: ['as:downlink:01D7HYP6YMR93065JQ2M5SCQ95', 'things-portal:0198b0c2'],
};

const around = (event: Record<string, unknown>) => ({
  end_device_ids: ids,
  correlation_ids: ['as:up:01E0WZGT6Y7657CPFPE5WEYDSQ'],
  received_at: '2020-02-17T07:49:14.681424979Z',
  ...event,
});

/** Bodies after the examples of The Things Stack's page "Data Formats" and its downlink examples. */
export const SAMPLES = {
  uplink_message: around({
    uplink_message: {
      session_key_id: 'AXBSH1Pk6Z0G166zUuZDlg==',
      f_port: 1,
      f_cnt: 7,
      frm_payload: 'gkHe',
      decoded_payload: { temperature: 1 },
      rx_metadata: [
        {
          gateway_ids: { gateway_id: 'gtw1', eui: '9C5C8E00001A05C4' },
          time: '2020-02-12T15:15:45.787Z',
          timestamp: 2463457000,
          rssi: -35,
          channel_rssi: -35,
          snr: 5.2,
          uplink_token: 'ChIKEA',
          channel_index: 2,
          location: {
            latitude: 37.97155556731436,
            longitude: 23.72678801175413,
            altitude: 2,
            source: 'SOURCE_REGISTRY',
          },
        },
      ],
      settings: {
        data_rate: { lora: { bandwidth: 125000, spreading_factor: 7 } },
        coding_rate: '4/6',
        frequency: '868300000',
      },
      received_at: '2020-02-17T07:49:14.480052101Z',
      confirmed: true,
      consumed_airtime: '0.056576s',
      network_ids: { net_id: '000013', tenant_id: 'tenant1', cluster_id: 'eu1' },
    },
  }),
  join_accept: around({
    join_accept: { session_key_id: 'AXBSH1Pk6Z0G166zUuZDlg==', received_at: '2020-02-17T07:49:11.303Z' },
  }),
  downlink_ack: around({ downlink_ack: downlink }),
  downlink_nack: around({ downlink_nack: downlink }),
  downlink_sent: around({ downlink_sent: downlink }),
  downlink_failed: around({
    downlink_failed: {
      downlink,
      error: {
        namespace: 'pkg/networkserver',
        name: 'application_downlink_too_long',
        message_format: 'application downlink payload length `{length}` exceeds maximum `{max}`',
        attributes: { length: 60, max: '51' },
        code: 3,
      },
    },
  }),
  location_solved: around({
    location_solved: {
      service: 'lora-cloud-device-management-v1-wifi',
      location: { latitude: 51.455, longitude: 5.458, accuracy: 15, source: 'SOURCE_WIFI_RSSI_GEOLOCATION' },
    },
  }),
  downlink_queued: around({ downlink_queued: downlink }),
  downlink_queue_invalidated: around({
    downlink_queue_invalidated: { downlinks: [downlink], last_f_cnt_down: 3 },
  }),
  service_data: around({ service_data: { service: 'storage', data: { retention: { hours: 24 } } } }),
};
