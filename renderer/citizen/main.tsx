import '../ui/base.css';
import { startWindow } from '../client/start.tsx';
import { CitizenApp } from './app.tsx';

void startWindow((hello) => <CitizenApp hello={hello} />);
