// Every device: what it is, where it is, how it is, since when; and a test that does something real.

import type { DeviceView } from '../../../preload/contract/counter.ts';
import { useHello } from '../../client/start.tsx';
import { useText } from '../../i18n/text.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { CameraChoice } from './camera-choice.tsx';
import { DeviceRow } from './device-row.tsx';
import styles from './devices.module.css';

export function Devices({ devices }: { devices: readonly DeviceView[] }) {
  const text = useText();
  const { camera } = useHello();
  return (
    <Sheet>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{text('device.column.name')}</th>
              <th scope="col">{text('device.column.state')}</th>
              <th scope="col">{text('device.column.address')}</th>
              <th scope="col">{text('device.column.since')}</th>
              <th scope="col">{text('device.column.test')}</th>
            </tr>
          </thead>
          <tbody>
            {devices.map((device) => (
              <DeviceRow key={device.id} device={device} />
            ))}
          </tbody>
        </table>
        {devices.length === 0 && <p className={styles.none}>{text('devices.none')}</p>}
        {camera && <CameraChoice camera={camera} />}
      </div>
    </Sheet>
  );
}
