interface ImportMetaEnv {
  readonly VITE_RAPPORT_URL: string;
}
