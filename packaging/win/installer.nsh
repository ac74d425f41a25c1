; Opens the firewall of Windows for the relay when it is installed for everybody, which is when the installer may. In
; private networks only; for this program only, whatever its port. UDP 5353 is how devices find it by its name.
; Somebody who installs for themselves is asked by Windows at the first start instead.

!define RELAY_RULE "Buckets Relay"
!define RELAY_FINDING_RULE "Buckets Relay (finding it in the network)"

; The name under which main/shell/autostart.ts has the app started at login.
!define LOGIN_ITEM "Buckets Relay"

; By name and program, so that no rule that another installation or person made is touched.
!macro deleteFirewallRules
  nsExec::Exec 'netsh advfirewall firewall delete rule name="${RELAY_RULE}" program="$INSTDIR\${APP_EXECUTABLE_FILENAME}"'
  Pop $0
  nsExec::Exec 'netsh advfirewall firewall delete rule name="${RELAY_FINDING_RULE}" program="$INSTDIR\${APP_EXECUTABLE_FILENAME}"'
  Pop $0
!macroend

!macro customInstall
  ${if} $installMode == "all"
    !insertmacro deleteFirewallRules
    nsExec::Exec 'netsh advfirewall firewall add rule name="${RELAY_RULE}" dir=in action=allow profile=private protocol=TCP program="$INSTDIR\${APP_EXECUTABLE_FILENAME}"'
    Pop $0
    nsExec::Exec 'netsh advfirewall firewall add rule name="${RELAY_FINDING_RULE}" dir=in action=allow profile=private protocol=UDP localport=5353 program="$INSTDIR\${APP_EXECUTABLE_FILENAME}"'
    Pop $0
  ${endif}
!macroend

!macro customUnInstall
  ; The new version of an update wants to find what starts at login as it was.
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${LOGIN_ITEM}"
  ${endIf}
  ${if} $installMode == "all"
    !insertmacro deleteFirewallRules
  ${endif}
!macroend
