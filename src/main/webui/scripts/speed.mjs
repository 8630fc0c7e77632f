// Measures by hand how quick the screen is: RAPPORT_URL=http://localhost:8080 npm run speed
// It needs a running Rapport with the demonstration sign-in and a production build of the page, and a quiet machine.
import { runnerImport } from "vite";

const { module } = await runnerImport("./e2e/speed.ts");
await module.measure();
