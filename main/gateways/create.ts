// The payment gateway that the settings name.

import type { Clock, Gateway } from '../services/ports.ts';
import type { Store } from '../services/store.ts';
import { createBankTransfer } from './bank-transfer.ts';
import { createNationalGateway } from './national.ts';
import { createPayosGateway } from './payos.ts';

/** As the settings' schema has checked it: what a kind needs is there. */
export type GatewaySettings = {
  readonly kind: 'payos' | 'national' | 'bankTransfer';
  readonly url?: string | undefined;
  readonly clientId?: string | undefined;
  readonly payee?: { readonly bin: string; readonly account: string; readonly name: string } | null;
  readonly timeoutSeconds: number;
};

export type GatewayOptions = {
  readonly settings: GatewaySettings;
  /** In clear; asked only for what the kind needs. */
  readonly secret: (path: 'gateway.apiKey' | 'gateway.checksumKey') => string;
  /** This machine's name. */
  readonly device: string;
  readonly store: Pick<Store, 'read'>;
  readonly clock: Clock;
};

export function createGateway({ settings, secret, device, store, clock }: GatewayOptions): Gateway {
  const { kind, url = '', clientId = '' } = settings;
  const timeoutMs = settings.timeoutSeconds * 1000;
  const payee = settings.payee ?? { bin: '', account: '', name: '' };
  switch (kind) {
    case 'payos':
      return createPayosGateway({ url, clientId, apiKey: secret('gateway.apiKey'), checksumKey: secret('gateway.checksumKey'), timeoutMs, clock });
    case 'national':
      return createNationalGateway({ url, partner: clientId, secret: secret('gateway.checksumKey'), device, payee, timeoutMs, clock });
    case 'bankTransfer':
      return createBankTransfer({ store, payee, clock });
  }
}
