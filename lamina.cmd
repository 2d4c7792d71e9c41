@echo off
rem Runs the lamina program; builds it first when it is missing or differs from its sources.
rem   JAVA_HOME    the JDK to use (else: java on the PATH)
rem   LAMINA_OPTS  options for the JVM, for example -Xmx4g
rem Files may have any name, as Windows gives Java their names in Unicode. Arguments, though, reach
rem Java in the system's code page, and the console shows names in its own (chcp 65001 sets UTF-8).
setlocal EnableExtensions DisableDelayedExpansion

rem The trailing backslash goes, as it would escape a closing quote.
set "ROOT=%~dp0"
set "ROOT=%ROOT:~0,-1%"
set "MODULE=cli"
if "%~1"=="bench" set "MODULE=benchmarks"
set "OUT=%ROOT%\%MODULE%\target"
set "JAR=%OUT%\lamina-%MODULE%.jar"
set "LOG=%OUT%\launcher-build.log"
rem The sources as they were built: comparing copies is the quick way to find a change here.
set "BUILT=%OUT%\launcher-sources"
set QUIET=/NJH /NJS /NFL /NDL /NP
set LEAVE=/XD target .git .idea test "%ROOT%\.ci" "%ROOT%\docs" "%ROOT%\examples" "%ROOT%\tools" /XF .git *.md *.iml

if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java.exe") else (set "JAVA=java.exe")

if not exist "%JAR%" goto build
if not exist "%BUILT%" goto build
robocopy "%ROOT%" "%BUILT%" /MIR /L %QUIET% %LEAVE% >nul
if errorlevel 1 goto build

:run
"%JAVA%" -Djava.awt.headless=true -Dfile.encoding=UTF-8 %LAMINA_OPTS% "-Dlamina.home=%ROOT%" -jar "%JAR%" %*
exit /b %ERRORLEVEL%

:build
set "VERSION="
for /f "tokens=2,3" %%a in ('call "%JAVA%" -version 2^>^&1') do if "%%a"=="version" set "VERSION=%%~b"
if not defined VERSION (
  echo lamina: no java found; install a JDK 17 or later, or set JAVA_HOME to one 1>&2
  exit /b 1
)
for /f "delims=.-+" %%m in ("%VERSION%") do set "MAJOR=%%m"
if %MAJOR% LSS 17 (
  echo lamina: Java 17 or later is needed, but this is %VERSION%; set JAVA_HOME to a newer one 1>&2
  exit /b 1
)
where mvn >nul 2>nul
if errorlevel 1 (
  echo lamina: Maven ^(mvn^) is needed to build the program; install Maven 3.6.3 or later 1>&2
  exit /b 1
)
echo lamina: building the program (on first use, and when its sources changed) ... 1>&2
if not exist "%OUT%" mkdir "%OUT%"
pushd "%ROOT%"
call mvn -B -ntp -pl %MODULE% -am -Dmaven.test.skip=true package >"%LOG%" 2>&1
set "FAILED=%ERRORLEVEL%"
popd
if not "%FAILED%"=="0" (
  findstr /b /l /c:"[ERROR]" /c:"[WARNING]" "%LOG%" 1>&2
  echo lamina: the build failed; the whole log is in %LOG% 1>&2
  exit /b 1
)
robocopy "%ROOT%" "%BUILT%" /MIR %QUIET% %LEAVE% >nul
goto run
