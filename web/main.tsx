import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./tokens.css";
import "./App.css";
import { App } from "./App.tsx";

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
