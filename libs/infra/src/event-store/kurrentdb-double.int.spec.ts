import { KurrentDbDouble } from '../../../../test/support/kurrentdb-double.js';
import { kurrentDbStores } from '../../../../test/support/kurrentdb.js';
import { eventStoreContract } from '../../../../test/contracts/event-store.js';

describe('the event store on a double of the protocol of KurrentDB (no KurrentDB)', () => {
  eventStoreContract(async () => {
    const double = await KurrentDbDouble.start();
    double.write('order-00000000-0000-4000-8000-000000000001', 'OrderPlaced');
    return kurrentDbStores(double.url, '', () => double.stop());
  });
});
